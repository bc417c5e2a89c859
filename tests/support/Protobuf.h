/// Protocol buffers written by hand, for files that no library would write.
#pragma once

#include <cstdint>
#include <string>

namespace timbre::test {

inline std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7) out += static_cast<char>((value & 127) | 128);
  return out + static_cast<char>(value);
}
inline std::string fixed32(std::uint32_t value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
/// A protobuf field holding a number, or bytes.
inline std::string field(int number, std::uint64_t value) {
  return varint(static_cast<std::uint64_t>(number) << 3) + varint(value);
}
inline std::string field(int number, const std::string& bytes) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(bytes.size()) + bytes;
}

}  // namespace timbre::test
