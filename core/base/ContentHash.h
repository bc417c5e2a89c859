/// The identity of a content: 128 bits, so that equal hashes mean equal contents. Not for security.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/Result.h"

namespace timbre {

/// XXH3, 128 bits. The same on every machine for the same bytes.
struct ContentHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  /// 32 hexadecimal digits.
  std::string hex() const;
  /// Back from hex(); none when it is anything else.
  static std::optional<ContentHash> fromHex(std::string_view text);
  auto operator<=>(const ContentHash&) const = default;
};

ContentHash contentHashOf(std::span<const std::byte> bytes);
ContentHash contentHashOf(std::string_view text);
/// Of a file, in pieces: constant memory. NotFound when it cannot be opened, BadFormat when reading
/// fails on the way.
Result<ContentHash> contentHashOfFile(const std::filesystem::path& file);

}  // namespace timbre
