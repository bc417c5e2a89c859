/// One fully connected layer of the small networks beside a WaveNet.
#pragma once

#include <span>
#include <vector>

namespace timbre::model::wavenet {

/// Immutable once it is filled: any thread.
struct DenseLayer {
  int in = 0, out = 0;
  std::vector<float> weight, bias;  ///< [in][out], [out]

  /// `to` [out] = bias + `from` [in] weight, summed in one order: the same bits from every
  /// compiler. Costs as many rows of the weights as `from` has numbers that are not zero.
  void apply(std::span<const float> from, std::span<float> to) const;
};

}  // namespace timbre::model::wavenet
