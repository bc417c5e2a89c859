/// ID3v2 tags, which stand in front of MP3s and sometimes of other sounds.
#pragma once

#include <cstdint>

#include "audio/FileView.h"

namespace timbre::audio {

/// How many bytes the tags at the front of the view take, one behind the other; 0 without any.
std::int64_t behindId3Tags(FileView& file);

}  // namespace timbre::audio
