/// The integer network: int8 weights, activations of one byte or of two. Private to this room;
/// plain structures, since the kernel files must not instantiate anything of the standard library
/// for their processor.
#pragma once

#include <cstdint>

#include "sampler/kernels/Kernels.h"

namespace timbre::sampler {

/// Panels of rows as in Kernels.h, each as [column / 4][row][4 columns]. One product gives
/// (sum + offset) scale: exact in int32, so that every processor has the same bits.
struct ByteMatrix {
  int rows = 0;
  int columns = 0;  ///< a multiple of 4
  const std::int8_t* data = nullptr;
  const float* scale = nullptr;           ///< [rows]: of the weight row times of the activations
  const std::int32_t* offset = nullptr;   ///< [rows]: takes back the zero point of the activations
  const std::int32_t* rowSums = nullptr;  ///< [rows]: of the weights, for products of signed bytes
};

struct ByteLayer {
  int planes = 1;  ///< bytes of an activation; with two, all high bytes lie before all low ones
  int dilation = 1;
  int block = 1;
  ByteMatrix past;      ///< 2 width x 2 width
  ByteMatrix now;       ///< 2 width x width
  ByteMatrix residual;  ///< width x width; without rows in the last layer
  ByteMatrix skip;      ///< skip x width
  const float* residualBias = nullptr;
  Matrix condition;             ///< 2 width x condition
  const float* bias = nullptr;  ///< [2 width]
  float streamSteps = 1;        ///< steps of the quantised stream in one unit
  float gateSteps = 1;
};

/// The first layer hears nothing but startconv, which hears nothing but classes: together they are
/// one small map of five inputs, in float, in place of the layer's `past` and `now`.
struct FirstLayer {
  Matrix gate;                ///< 2 width x 5, the newest input last
  const float* bias[3] = {};  ///< [2 width] at the first sample, the second, all later ones: before
                              ///< the first there is no startconv, not even its bias
};

/// The head's activations have two bytes always.
struct ByteNetwork {
  int width = 0;  ///< padded to a multiple of 16, as everywhere
  int skip = 0;
  Matrix start;  ///< width + skip x 3
  const float* startBias = nullptr;
  FirstLayer first;
  const ByteLayer* layers = nullptr;
  int layerCount = 0;
  ByteMatrix head;
  Matrix headCondition;
  const float* headBias = nullptr;
  ByteMatrix logits;
  ByteMatrix logitsRest;  ///< what rounding took from `logits`
  const float* logitsBias = nullptr;
  float skipSteps = 1;
  float hiddenSteps = 1;
};

/// One layer's memory of one note; lengths and blocks as in the float engine.
struct ByteRing {
  std::uint8_t* ring = nullptr;  ///< [length][planes][width]
  int length = 0;
  int position = 0;
  float* past = nullptr;       ///< [block][2 width]
  float* condition = nullptr;  ///< [2 width]
};

struct ByteNote {
  ByteRing* rings = nullptr;
  float* headCondition = nullptr;     ///< [skip]
  float* sums = nullptr;              ///< [width + skip]: the residual stream, then the skip sum
  float* gate = nullptr;              ///< [2 width]
  std::uint8_t* gated[2] = {};        ///< [planes][width]: of this layer and the one before
  std::uint8_t* rectified = nullptr;  ///< [2][skip]
  std::uint8_t* hidden = nullptr;     ///< [2][skip]
  float* logits = nullptr;            ///< [256]
};

}  // namespace timbre::sampler
