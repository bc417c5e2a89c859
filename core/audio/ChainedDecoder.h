/// Ogg Vorbis, Opus and FLAC by libsndfile, which knows only the first link of a chained or joined
/// file: here each link is opened on its own, and they are read one after another.
#pragma once

#include "audio/OggLinks.h"
#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// `links` of `file`, at least one. BadFormat where the first of them cannot be decoded.
Result<DecoderPtr> openChained(FileView file, const OggLinks& links);

}  // namespace timbre::audio
