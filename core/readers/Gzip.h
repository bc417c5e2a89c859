/// Gzip files that can be entered in the middle: every few megabytes the state of the decompression
/// is kept, so that a note of a packed dataset can be read without unpacking the rest.
#pragma once

#include <functional>

#include "readers/ByteStream.h"

namespace timbre::readers {

/// A place where decompression can begin.
struct GzipPoint {
  std::uint64_t out = 0;  ///< byte of the content
  std::uint64_t in = 0;   ///< byte of the file; the first one not yet used up
  int bits = 0;           ///< of the byte before `in`, 0..7, that still belong to what follows
  std::string window;     ///< the last 32 KiB of content before `out`
};

/// From the beginning, or from a point on. `keep` is given a point about every 8 MiB of content;
/// it may be empty. Concatenated gzip files are one content. Throws Unreadable when the file is
/// damaged or breaks off.
std::unique_ptr<ByteStream> openGzip(const std::filesystem::path& file, const GzipPoint& from,
                                     std::function<void(const GzipPoint&)> keep);

}  // namespace timbre::readers
