/// libsndfile (LGPL-2.1+): WAV, AIFF, FLAC, Wave64, AU, CAF and single links of Ogg Vorbis and
/// Opus.
#pragma once

#include "audio/AudioTags.h"
#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// BadFormat where libsndfile does not know the file. The view is read from its beginning. Its
/// first bytes must be those of a kind above: libsndfile takes other files for sound by chance.
Result<DecoderPtr> openSndfile(FileView file);

/// The tags of a FLAC or Ogg file. BadFormat as above.
Result<AudioTags> vorbisComments(FileView file);

}  // namespace timbre::audio
