/// Files whose compression (xz, bzip2, zstd, lz4, lzip, LZMA, compress, gzip in gzip) can only be
/// entered at the beginning.
#pragma once

#include "base/Progress.h"
#include "readers/ByteStream.h"

namespace timbre::readers {

/// What the file holds, once every layer of compression is taken off. Throws Unreadable when it is
/// damaged or breaks off.
std::unique_ptr<ByteStream> openCompressed(const std::filesystem::path& file);

/// The same of a stream; `file` is for the sentences.
std::unique_ptr<ByteStream> decompressed(std::unique_ptr<ByteStream> stream,
                                         const std::filesystem::path& file);

/// Writes what the file holds to `target`, atomically. BadFormat when the file is damaged or
/// unpacks to more than a dataset can be; Internal when the disk would be left with less than
/// a gigabyte. Cancellable.
Result<void> unpack(const std::filesystem::path& file, const std::filesystem::path& target,
                    Progress& progress);

}  // namespace timbre::readers
