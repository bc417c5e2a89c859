/// The checksum of TensorFlow's files: CRC-32 with Castagnoli's polynomial, by ISA-L.
#pragma once

#include <cstdint>
#include <string_view>

namespace timbre {

/// Chain by passing the last result as `before`. crc32c("123456789") is 0xe3069283. Any thread;
/// several GB per second.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

/// As it stands in TensorFlow's files, which may hold checksums of data that holds checksums.
constexpr std::uint32_t maskedCrc(std::uint32_t crc) {
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

}  // namespace timbre
