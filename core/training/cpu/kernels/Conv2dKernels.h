/// The hot loops of training the baseline on a CPU, beside those in Kernels.h. No torch here.
#pragma once

#include <cstddef>
#include <cstdint>

namespace timbre::training {

/// Tiles side by side along one axis, and what is seen of them at each point (see Winograd.h).
struct PointRow {
  int taps = 3;       ///< 3 or 5
  bool wide = false;  ///< a tile is taps + 3 numbers, four apart; else four numbers
  int tiles = 1;
  int channels = 0;              ///< of each number, side by side; a multiple of kChannels
  std::ptrdiff_t number = 0;     ///< from one number of the axis to the next
  std::ptrdiff_t point = 0;      ///< from one point to the next
  std::ptrdiff_t pointTile = 0;  ///< from one tile to the next at the same point
};

/// The statistics of batch normalisation, [channels] each, and what follows it.
struct NormRow {
  const float* scale = nullptr;  ///< 1 / deviation
  const float* shift = nullptr;  ///< beta - mean * scale
  float leak = 1;                ///< 1: no rectifier
  int channels = 0;
};

/// Rows of channels lie one behind the other. No function allocates or throws; any thread.
struct Conv2dKernels {
  /// points = what `axis` shows there.
  void (*toPoints)(const PointRow& row, const float* axis, float* points);
  /// Its transpose; a wide tile's numbers are added to the axis, others set.
  void (*fromPoints)(const PointRow& row, const float* points, float* axis);
  /// out += sum of count rows [n], each times its own factor.
  void (*combine)(const float* const* rows, const float* factors, int count, float* out,
                  std::int64_t n);
  /// x = leaky(x * scale + shift), in place.
  void (*normalise)(const NormRow& norm, float* x, std::int64_t rows);
  /// sums += the columns' squares of x - mean.
  void (*sumSpread)(const float* x, const float* mean, float* sums, int rows, int channels);
  /// gradient *= the rectifier's slope where it gave y; `sums` += its columns. With `products`
  /// these
  /// += those of gradient * (what was rectified); without them gradient *= the scale too.
  void (*rectifyLeaky)(const NormRow& norm, const float* y, float* gradient, float* sums,
                       float* products, int rows);
  /// gradient = (gradient - mean - what was rectified * tilt) * scale, from y as above.
  void (*normaliseBack)(const NormRow& norm, const float* y, const float* mean, const float* tilt,
                        float* gradient, std::int64_t rows);
  /// logits[row] = bias + x's row . weights.
  void (*brightness)(const float* x, const float* weights, float bias, float* logits, int rows,
                     int channels);
  /// The summed squares of sigmoid(logit) - wanted, times `weight`; each logit becomes its gradient
  /// times `scale`. n a multiple of kChannels.
  double (*compare)(float* logits, const float* wanted, float weight, float scale, int n);
  /// gradient's row = its logit's gradient times the weights; learnt += x's rows times the same.
  void (*brightnessBack)(const float* x, const float* logits, const float* weights, float* gradient,
                         float* learnt, int rows, int channels);
};

}  // namespace timbre::training
