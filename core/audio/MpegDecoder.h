/// mpg123 (LGPL-2.1): MPEG audio, layers I to III, with constant or changing bit rate, with or
/// without a Xing header, also several streams joined. It is read frame by frame to its end; what a
/// Xing, Info or VBRI header says of the length never ends the reading, but a remark is made where
/// both the frames and the bytes that it speaks of are missing.
#pragma once

#include <optional>

#include "audio/SoundDecoder.h"

namespace timbre::audio {

/// Where the first frame of MPEG audio lies in what `file` shows: behind ID3 tags, zeros and up to
/// 64 KiB of anything. Nothing unless a second frame follows on the first.
std::optional<std::int64_t> findMpegFrames(FileView& file);

/// BadFormat where nothing can be decoded.
Result<DecoderPtr> openMpeg(FileView file, CancelCheck cancelled);

}  // namespace timbre::audio
