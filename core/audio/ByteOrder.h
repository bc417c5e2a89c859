/// Numbers as file headers hold them.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace timbre::audio {

/// The `width` bytes at `at`; 0 where `bytes` does not reach so far.
inline std::uint64_t numberAt(std::string_view bytes, std::size_t at, int width,
                              std::endian order = std::endian::little) {
  if (at > bytes.size() || bytes.size() - at < static_cast<std::size_t>(width)) return 0;
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i) {
    const int byte = order == std::endian::big ? i : width - 1 - i;
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(byte)]);
  }
  return value;
}

inline std::string bytesOf(std::uint64_t value, int width,
                           std::endian order = std::endian::little) {
  std::string bytes;
  for (int i = 0; i < width; ++i) {
    const int shift = 8 * (order == std::endian::big ? width - 1 - i : i);
    bytes += static_cast<char>(value >> shift);
  }
  return bytes;
}

}  // namespace timbre::audio
