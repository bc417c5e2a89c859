/// Files that hold several sounds one behind the other, as `cat a.flac b.flac` makes them. Decoders
/// know only the first.
#pragma once

#include "audio/OggLinks.h"

namespace timbre::audio {

/// Each FLAC, AIFF, CAF, AU, MP4 (M4A, MOV, 3GP), WavPack, WMA, FLV, TTA, AMR or Monkey's Audio
/// sound of a file that begins with one, a FLAC also behind an ID3 tag; nothing for other files.
/// Reads the whole file.
OggLinks joinedStreams(FileView& file);

}  // namespace timbre::audio
