/// How far two places are apart.
#pragma once

#include <cstddef>
#include <span>

namespace timbre::similarity {

/// Of two vectors of one length, summed in order.
inline float squaredDistance(std::span<const float> a, std::span<const float> b) {
  float sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d) sum += (a[d] - b[d]) * (a[d] - b[d]);
  return sum;
}

}  // namespace timbre::similarity
