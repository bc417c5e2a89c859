/// What pack() makes: the weights as the kernels want them. Private to this room.
#pragma once

#include <vector>

#include "sampler/Arena.h"
#include "sampler/Kernels.h"
#include "sampler/Sampler.h"

namespace timbre::sampler {

/// The sentence for the first shape or number that is wrong.
Result<void> check(const DecoderWeights& weights);

/// Rows are padded with zeros to a multiple of 16 (Kernels.h); `width` and `skip` below are the
/// padded ones.
struct PackedLayer {
  int dilation = 1;
  int block = 1;                ///< samples of past taps computed at once, at most the dilation
  Matrix past;                  ///< 2 width x 2 inputs: the taps two and one dilations ago
  Matrix now;                   ///< 2 width x inputs: the newest tap
  Matrix condition;             ///< 2 width x condition
  const float* bias = nullptr;  ///< [2 width]: of the dilated convolution and the conditioning
  Matrix out;  ///< width + skip x inputs; the last layer has no residual: skip x inputs
  const float* outBias = nullptr;
};

class PackedDecoder {
 public:
  explicit PackedDecoder(std::size_t expectedBytes) : memory(expectedBytes) {}

  DecoderShape shape;
  int width = 0;
  int skip = 0;
  const Kernels* kernels = nullptr;
  Matrix start;  ///< width + skip x 3: startconv, and skip_start folded into it
  const float* startBias = nullptr;
  std::vector<PackedLayer> layers;
  Matrix head;           ///< skip x skip
  Matrix headCondition;  ///< skip x condition
  const float* headBias = nullptr;
  Matrix logits;  ///< 256 x skip
  const float* logitsBias = nullptr;
  Arena memory;
};

}  // namespace timbre::sampler
