#include "model/wavenet/DenseLayer.h"

#include <algorithm>
#include <cstddef>

namespace timbre::model::wavenet {

/// Half of the numbers are zero: rectified, or a pitch that is far from this one.
void DenseLayer::apply(std::span<const float> from, std::span<float> to) const {
  std::copy(bias.begin(), bias.end(), to.begin());
  for (int i = 0; i < in; ++i) {
    const float x = from[i];
    if (x == 0) continue;
    const float* const row = weight.data() + static_cast<std::size_t>(i) * out;
    for (int o = 0; o < out; ++o) to[o] += x * row[o];
  }
}

}  // namespace timbre::model::wavenet
