#include "base/Crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace timbre {

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  constexpr std::size_t kAtOnce = 1u << 30;  // the library counts in int
  std::uint32_t state = ~before;
  while (!bytes.empty()) {
    const auto part = bytes.substr(0, kAtOnce);
    // The library only reads; its interface predates const.
    auto* const begin = reinterpret_cast<unsigned char*>(const_cast<char*>(part.data()));
    state = crc32_iscsi(begin, static_cast<int>(part.size()), state);
    bytes.remove_prefix(part.size());
  }
  return ~state;
}

}  // namespace timbre
