/// libavformat and libavcodec (LGPL-2.1+, Debian's build GPL) behind SoundDecoder. Compiled into
/// the module timbre-codecs alone: see audio/CodecModule.h.
#pragma once

#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// The best audio stream of the file, by a list of containers that hold sound in one file: nothing
/// is ever opened besides `file`. BadFormat with a sentence; Cancelled.
Result<DecoderPtr> openFfmpeg(FileView file, CancelCheck cancelled);

}  // namespace timbre::audio
