/// What a file is by its first bytes, whatever it is called.
#pragma once

#include <string>
#include <string_view>

namespace timbre::readers {

enum class FileKind {
  Tar,
  Zip,
  Gzip,
  Compressed,  ///< xz, bzip2, zstd, lz4, lzip, LZMA, compress: can only be read from its beginning
  Other
};

struct FileType {
  FileKind kind = FileKind::Other;
  std::string name;  ///< "an xz-compressed file"; empty when unknown
};

/// This many bytes of a file are enough to recognise it.
inline constexpr std::size_t kHeadBytes = 512;

FileType fileTypeOf(std::string_view head);

}  // namespace timbre::readers
