#include "audio/Id3Tags.h"

#include <string>

#include "audio/ByteOrder.h"

namespace timbre::audio {

std::int64_t behindId3Tags(FileView& file) {
  std::int64_t at = 0;
  for (int tag = 0; tag < 16; ++tag) {
    std::string head(10, '\0');
    file.seek(at);
    if (file.read(head.data(), 10) < 10 || !head.starts_with("ID3")) break;
    std::int64_t length = 0;
    for (std::size_t i = 6; i < 10; ++i) length = length << 7 | (numberAt(head, i, 1) & 0x7f);
    at += 10 + length + ((numberAt(head, 5, 1) & 0x10) != 0 ? 10 : 0);
  }
  return at;
}

}  // namespace timbre::audio
