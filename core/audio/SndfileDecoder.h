/// libsndfile (LGPL-2.1+): WAV, AIFF, FLAC, Wave64, AU, CAF and single links of Ogg Vorbis and
/// Opus.
#pragma once

#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// BadFormat where libsndfile does not know the file. The view is read from its beginning.
Result<DecoderPtr> openSndfile(FileView file);

}  // namespace timbre::audio
