/// The network of a post-filter while it is being fitted.
#pragma once

#include <ATen/ATen.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/PostFilterRequest.h"

namespace timbre::training {

/// Between what PostFilterScaling reads and spectra less their mean. All on the CPU; torch records
/// nothing, because the gradients of three layers are soon written down. One thread at a time;
/// throws what torch throws.
class PostFilterNetwork {
 public:
  PostFilterNetwork(const model::PostFilterWeights& weights, const model::WaveNetConfig& config,
                    int hidden);
  model::PostFilterWeights weights() const;

  /// [frames, inputs] -> [frames, kPostFilterBins].
  at::Tensor operator()(const at::Tensor& in);
  /// After a call with `in`. `back`: the loss's gradient by what that call returned.
  void learn(const at::Tensor& in, at::Tensor back);
  /// AdamW with what learn() found.
  void step(double rate);

 private:
  static constexpr int kLayers = 3;
  /// An affine layer and what AdamW keeps of it. Weights are [in, out].
  struct Layer {
    std::array<at::Tensor, 2> numbers, gradients, first, second;  ///< weights, biases
  };

  std::vector<std::string> names_;  ///< weights, biases, layer by layer
  std::array<Layer, kLayers> layers_;
  std::array<at::Tensor, kLayers - 1> heard_;  ///< behind each rectifier
  std::int64_t steps_ = 0;
};

}  // namespace timbre::training
