/// A content hash for cache keys and provenance; not for security.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace timbre {

/// 64-bit FNV-1a; chain by passing the last result as `seed`.
constexpr std::uint64_t hashOf(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325u) {
  for (const char c : bytes) seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return seed;
}

/// 16 hexadecimal digits.
std::string hexOf(std::uint64_t hash);

}  // namespace timbre
