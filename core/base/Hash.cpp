#include "base/Hash.h"

namespace timbre {

std::string hexOf(std::uint64_t hash) {
  std::string text(16, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, hash >>= 4)
    *digit = "0123456789abcdef"[hash & 15u];
  return text;
}

}  // namespace timbre
