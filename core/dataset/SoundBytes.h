/// Sounds that lie inside of other files.
#pragma once

#include <filesystem>
#include <span>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::dataset {

/// The sound file that these bytes are. BadFormat with a sentence about `inside`, the file that
/// holds them.
Result<audio::AudioClip> readSoundBytes(std::span<const char> bytes,
                                        const std::filesystem::path& inside);

}  // namespace timbre::dataset
