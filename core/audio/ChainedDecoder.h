/// libsndfile and FFmpeg know only the first sound of a chained or joined file: here each is opened
/// on its own, and they are read one after another.
#pragma once

#include "audio/OggLinks.h"
#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// `links` of `file`, at least one. BadFormat where the first of them cannot be decoded.
Result<DecoderPtr> openChained(const FileView& file, const OggLinks& links, CancelCheck cancelled);

}  // namespace timbre::audio
