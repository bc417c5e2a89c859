/// An encoder's weights in the order in which the kernels read them.
#pragma once

#include <vector>

#include "encoder/Encoder.h"
#include "encoder/kernels/Kernels.h"
#include "sampler/Arena.h"

namespace timbre::encoder {

class PackedEncoder {
 public:
  EncoderShape shape;
  const Kernels* kernels = nullptr;
  StartLayer start;
  std::vector<Layer> layers;
  Affine bottleneck;
  sampler::Arena arena;  ///< holds what `start` and `layers` point to

  /// Of the rows in memory, a multiple of 32; the ones beyond the network's width stay zero.
  int paddedWidth() const { return start.width; }
};

}  // namespace timbre::encoder
