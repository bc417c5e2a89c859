/// What pack() makes: the weights as the kernels want them. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sampler/Arena.h"
#include "sampler/Sampler.h"
#include "sampler/kernels/Int8Types.h"
#include "sampler/kernels/Kernels.h"

namespace timbre::sampler {

/// The sentence for the first shape or number that is wrong.
Result<void> check(const DecoderWeights& weights);
Result<void> check(const Calibration& calibration, const DecoderShape& shape);
Result<void> check(std::span<const CalibrationNote> notes, const DecoderShape& shape);

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

/// The weight of input `in` of tap `tap` for output `out`.
inline float at(const Affine& a, int tap, int in, int out) {
  return a.weight[(static_cast<std::size_t>(tap) * a.in + in) * a.out + out];
}

/// The network's gate row of a padded one (each half is padded by itself), or -1.
inline int gateRow(int row, int width) {
  const int padded = paddedRows(width);
  const int inHalf = row % padded;
  if (inHalf >= width) return -1;
  return row < padded ? inHalf : width + inHalf;
}

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
  std::string precision;  ///< for people: "int8"
  std::optional<Int8Network>
      bytes;  ///< instead of the float matrices `past`, `now`, `out`, `head`, `logits`
  std::vector<Int8Layer> byteLayers;
  Arena memory;
};

/// `weight(row, column)` over padded rows.
template <class Weight>
Matrix packedFloats(Arena& memory, int rows, int columns, Weight weight) {
  float* data = memory.take<float>(static_cast<std::size_t>(rows) * columns);
  float* next = data;
  for (int row = 0; row < rows;) {
    const int panel = row + kWidePanel <= rows ? kWidePanel : kNarrowPanel;
    for (int column = 0; column < columns; ++column)
      for (int r = 0; r < panel; ++r) *next++ = weight(row + r, column);
    row += panel;
  }
  return {rows, columns, data};
}

template <class Value>
const float* packedVector(Arena& memory, int rows, Value value) {
  float* data = memory.take<float>(rows);
  for (int row = 0; row < rows; ++row) data[row] = value(row);
  return data;
}

/// How loud what the bytes of the stream and of the head hold may be: beyond it they are cut off.
struct Reach {
  std::vector<float> stream;  ///< [layers][width]
  float skip = 0;
  float hidden = 0;
};
/// `planes`: bytes of the stream.
Reach reachOf(const Calibration& calibration, const DecoderShape& shape, int planes);

/// Adds the integer network to a decoder that has everything but the float matrices it replaces.
void quantizeWeights(const DecoderWeights& weights, const Calibration& calibration, int planes,
                     PackedDecoder& decoder);

}  // namespace timbre::sampler
