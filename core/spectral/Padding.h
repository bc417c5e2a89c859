/// Where samples before the start and behind the end come from.
#pragma once

#include <cstdint>

namespace timbre::spectral {

/// The index in [0, count) that stands at `index` when the sound is mirrored at its first and last
/// sample (which are not repeated), as often as needed. `count` >= 1.
constexpr std::int64_t mirrored(std::int64_t index, std::int64_t count) {
  if (count == 1) return 0;
  const std::int64_t period = 2 * (count - 1);
  std::int64_t inside = index % period;
  if (inside < 0) inside += period;
  return inside < count ? inside : period - inside;
}

}  // namespace timbre::spectral
