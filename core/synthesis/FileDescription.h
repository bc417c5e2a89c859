/// The requests that a file carries: written into it with its sound or picture, and read back.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "audio/AudioTags.h"
#include "base/Result.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {

/// The tags of a sound file that holds this sound: title, comment with the request, software.
audio::AudioTags tagsFor(const SynthesisRequest& request);

/// The requests in a sound file's comment (any kind that libsndfile reads tags of), a PNG's texts,
/// an SVG's metadata or a PDF's; none when it carries none. NotFound, BadFormat when the file is
/// neither a sound nor a picture, or the description in it is damaged, Unsupported when a newer
/// version of the program wrote that. Any thread.
Result<std::vector<SynthesisRequest>> requestsOfFile(const std::filesystem::path& file);

}  // namespace timbre::synthesis
