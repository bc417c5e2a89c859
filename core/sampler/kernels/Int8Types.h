/// The integer network: int8 weights, activations of one byte or of two. Private to this room;
/// plain structures, since the kernel files must not instantiate anything of the standard library
/// for their processor.
#pragma once

#include <cstdint>

#include "sampler/kernels/Kernels.h"

namespace timbre::sampler {

/// Panels of rows as in Kernels.h, each as [column / 4][row][4 columns], or in pairs of columns
/// where ByteStorage says so. One product gives (sum + offset) scale: exact in int32, so that every
/// processor has the same bits.
struct Int8Matrix {
  int rows = 0;
  int columns = 0;  ///< a multiple of 4
  const std::int8_t* data = nullptr;
  const float* scale = nullptr;          ///< [rows]: of the weight row times of the activations
  const std::int32_t* offset = nullptr;  ///< [rows]: for the zero point of the activations, less
                                         ///< what the product takes from them
};

/// Of the gate, which lies within 1 and has two bytes always.
inline constexpr float kGateSteps = 32767.0f;

struct Int8Layer {
  int planes = 1;  ///< bytes of the stream; with two, all high bytes lie before all low ones
  int dilation = 1;
  int block = 1;
  Int8Matrix past;      ///< 2 width x 2 width
  Int8Matrix now;       ///< 2 width x width
  Int8Matrix residual;  ///< width x width; without rows in the last layer
  Int8Matrix skip;      ///< skip x width
  const float* residualBias = nullptr;
  Matrix condition;                    ///< 2 width x condition
  const float* bias = nullptr;         ///< [2 width]
  const float* streamSteps = nullptr;  ///< [width]: of the quantised stream in one unit
};

/// The first layer's only input is startconv, whose only input is the classes: together they are
/// one small map of five inputs, in float, in place of the layer's `past` and `now`.
struct FirstLayer {
  Matrix gate;                ///< 2 width x 5, the newest input last
  const float* bias[3] = {};  ///< [2 width] at the first sample, the second, all later ones: before
                              ///< the first there is no startconv, not even its bias
};

/// The head's activations and weights have two bytes always.
struct Int8Network {
  int width = 0;  ///< padded to a multiple of 16, as everywhere
  int skip = 0;
  Matrix start;  ///< width + skip x 3
  const float* startBias = nullptr;
  FirstLayer first;
  const Int8Layer* layers = nullptr;
  int layerCount = 0;
  Int8Matrix head;
  Int8Matrix headRest;  ///< what rounding took from `head`, for the activations' high bytes
  Matrix headCondition;
  const float* headBias = nullptr;
  Int8Matrix logits;
  Int8Matrix logitsRest;  ///< as headRest
  const float* logitsBias = nullptr;
  float skipSteps = 1;
  float hiddenSteps = 1;
};

/// One layer's memory of the notes; lengths and blocks as in the float engine.
struct Int8Ring {
  std::uint8_t* ring = nullptr;  ///< [length][notes][planes][width]
  int length = 0;
  int position = 0;
  int phase = 0;               ///< samples by which its blocks begin earlier than at 0, block, ...
  float* past = nullptr;       ///< [block][notes][2 width]
  float* condition = nullptr;  ///< [notes][2 width]
};

/// Where the cores that share a sample wait for each other.
struct Int8Barrier {
  alignas(64) unsigned arrived = 0;  ///< counts up for ever
};

struct Int8Rows {
  int begin = 0;
  int end = 0;
};

/// What one core does of each sample.
struct Int8Share {
  int layerBegin = 0;
  int layerEnd = 0;
  bool ahead = false;  ///< past taps are computed by pastBytes() before their sample comes
  /// With `meeting`: only these rows, a multiple of kWidePanel each, the others being done by the
  /// other cores at the same time. They meet whenever one needs what the others made.
  Int8Barrier* meeting = nullptr;
  unsigned cores = 1;
  unsigned met = 0;   ///< how often this core was at the meeting
  Int8Rows channels;  ///< of `width`: the gate's and the residual's
  Int8Rows skip;
  Int8Rows classes;
};

/// The memory of notes that are computed together, each weight being fetched once for all.
struct Int8Notes {
  int notes = 1;
  Int8Share share;
  Int8Ring* rings = nullptr;
  float* headCondition = nullptr;     ///< [notes][skip]
  float* sums = nullptr;              ///< [notes][width + skip]: residual stream, then skip sum
  float* gate = nullptr;              ///< [notes][2 width]
  std::uint8_t* gated[2] = {};        ///< [notes][2][width]: of this layer and the one before
  std::uint8_t* rectified = nullptr;  ///< [notes][2][skip]
  std::uint8_t* hidden = nullptr;     ///< [notes][2][skip]
  float* logits = nullptr;            ///< [notes][256]
};

}  // namespace timbre::sampler
