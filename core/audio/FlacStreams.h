/// FLAC files that hold several streams one behind the other, as `cat a.flac b.flac` makes them.
#pragma once

#include "audio/OggLinks.h"

namespace timbre::audio {

/// Each stream of a file that begins with "fLaC". Reads the whole file.
OggLinks flacStreams(FileView& file);

}  // namespace timbre::audio
