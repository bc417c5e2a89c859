#include "readers/FileKind.h"

#include <array>
#include <cstdint>

namespace timbre::readers {

namespace {

struct Magic {
  std::size_t at;
  std::string_view bytes;
  FileKind kind;
  const char* name;
};

constexpr std::array kMagics{
    Magic{0, "\x1f\x8b", FileKind::Gzip, "a gzip-compressed file"},
    Magic{0, "PK\x03\x04", FileKind::Zip, "a zip archive"},
    Magic{0, "PK\x05\x06", FileKind::Zip, "an empty zip archive"},
    Magic{0,
          {"\xfd"
           "7zXZ\0",
           6},
          FileKind::Compressed,
          "an xz-compressed file"},
    Magic{0, "BZh", FileKind::Compressed, "a bzip2-compressed file"},
    Magic{0, "\x28\xb5\x2f\xfd", FileKind::Compressed, "a zstd-compressed file"},
    Magic{0, "\x04\x22\x4d\x18", FileKind::Compressed, "an lz4-compressed file"},
    Magic{0, "LZIP", FileKind::Compressed, "an lzip-compressed file"},
    Magic{0, {"\x5d\0\0", 3}, FileKind::Compressed, "an LZMA-compressed file"},
    Magic{0, "\x1f\x9d", FileKind::Compressed, "a file compressed by `compress`"},
    Magic{0, "7z\xbc\xaf\x27\x1c", FileKind::Other, "a 7z archive"},
    Magic{0, "Rar!\x1a\x07", FileKind::Other, "a RAR archive"},
    Magic{0, "xar!", FileKind::Other, "a xar archive"},
    Magic{0, "MSCF", FileKind::Other, "a cabinet archive"},
    Magic{0, "070701", FileKind::Other, "a cpio archive"},
    Magic{0, "!<arch>\n", FileKind::Other, "an ar archive"},
    Magic{0, "\x89HDF", FileKind::Other, "an HDF5 file"},
    Magic{0, "PAR1", FileKind::Other, "a Parquet file"},
    Magic{0, "\x93NUMPY", FileKind::Other, "a NumPy array"},
    Magic{0, {"SQLite format 3\0", 16}, FileKind::Other, "an SQLite database"},
    Magic{0, "RIFF", FileKind::Other, "a sound file"},
    Magic{0, "RF64", FileKind::Other, "a sound file"},
    Magic{0, "fLaC", FileKind::Other, "a sound file"},
    Magic{0, "OggS", FileKind::Other, "a sound file"},
    Magic{0, "ID3", FileKind::Other, "a sound file"},
    Magic{0, "FORM", FileKind::Other, "a sound file"},
    Magic{0, "\x89PNG", FileKind::Other, "a picture"},
    Magic{0, "%PDF", FileKind::Other, "a PDF document"},
};

/// The number in a tar header's field; -1 when it is none.
std::int64_t octal(std::string_view field) {
  std::int64_t value = 0;
  bool digits = false;
  for (const char c : field) {
    if (c >= '0' && c <= '7') {
      value = value * 8 + (c - '0');
      digits = true;
    } else if (digits || (c != ' ' && c != '\0')) {
      break;
    }
  }
  return digits ? value : -1;
}

/// By the checksum of its header: the oldest tars (v7) say nothing else.
bool isTarHeader(std::string_view head) {
  constexpr std::size_t kTarBlock = 512, kSumAt = 148, kSumBytes = 8;
  if (head.size() < kTarBlock || head[0] == '\0') return false;
  std::int64_t plain = 0, ofSigned = 0;  // some old programs summed signed bytes
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool sum = i >= kSumAt && i < kSumAt + kSumBytes;
    plain += sum ? ' ' : static_cast<unsigned char>(head[i]);
    ofSigned += sum ? ' ' : static_cast<signed char>(head[i]);
  }
  const std::int64_t said = octal(head.substr(kSumAt, kSumBytes));
  return said >= 0 && (said == plain || said == ofSigned);
}

}  // namespace

FileType fileTypeOf(std::string_view head) {
  for (const Magic& magic : kMagics)
    if (head.size() >= magic.at + magic.bytes.size() &&
        head.substr(magic.at, magic.bytes.size()) == magic.bytes)
      return {magic.kind, magic.name};
  const bool ustar = head.size() >= kHeadBytes && head.substr(257, 5) == "ustar";
  if (ustar || isTarHeader(head)) return {FileKind::Tar, "a tar archive"};
  return {};
}

}  // namespace timbre::readers
