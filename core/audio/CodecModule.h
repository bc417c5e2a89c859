/// FFmpeg's libraries (libavformat, libavcodec, libswresample; LGPL-2.1+, in Debian's build with
/// parts under GPL-2+, which this program's GPL-3 allows). They take half a second to load, so they
/// are in a separate module, timbre-codecs.so, opened with dlopen by the first file that needs
/// them: M4A, MP4, 3GP, WebM, Matroska, AAC, AMR, WMA, APE, WavPack, Speex and rare codecs in WAV.
#pragma once

#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// BadFormat where FFmpeg finds no sound either; Unsupported where the module is missing.
Result<DecoderPtr> openByModule(FileView file, CancelCheck cancelled);

/// What the module exports as "timbreOpenCodec"; `version` must be kCodecModuleVersion.
using OpenCodec = void (*)(int version, FileView& file, CancelCheck& cancelled,
                           Result<DecoderPtr>& opened);
inline constexpr int kCodecModuleVersion = 2;

}  // namespace timbre::audio
