/// The encoder's kernels in terms of the sampler's vectors. Included once by each kernel file, with
/// TIMBRE_TARGET its name.
#pragma once

#include "encoder/kernels/Kernels.h"
#include "sampler/kernels/Vector.h"

namespace timbre::encoder {
namespace {

using sampler::all;
using sampler::Floats;
using sampler::kLanes;
using sampler::larger;
using sampler::load;
using sampler::store;

/// a b + c, rounded once where the processor can: twice as fast, and the frames' last bits may
/// differ between kinds of processor.
TIMBRE_INLINE Floats fused(Floats a, Floats b, Floats c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_ps(a, b, c);
#elif defined(__FMA__)
  return _mm256_fmadd_ps(a, b, c);
#else
  return a * b + c;
#endif
}

/// Of a product, this many vectors of outputs for so many rows are in registers at once: the most
/// that fit beside two vectors of weights and an input, so that each number that is fetched serves
/// several multiply-adds and none waits for the one before.
inline constexpr int kVectors = 2;
inline constexpr int kRows = kLanes == 16 ? 12 : kLanes == 8 ? 6 : 4;
inline constexpr int kPanel = kVectors * kLanes;

/// The inputs of a product, [taps][rows][width], and one panel of its weights.
template <int Taps>
struct Product {
  const float* inputs[Taps];
  const float* weight;
  const float* bias;
  int width;
};

/// N rows of one panel. W: the width where it is known beforehand, which saves the addresses.
template <int Taps, int W, int N>
TIMBRE_INLINE void multiply(const Product<Taps>& p, int row, Floats (&sum)[N][kVectors]) {
  const long width = W > 0 ? W : p.width;
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < kVectors; ++v) sum[n][v] = load(p.bias + v * kLanes);
  const float* w = p.weight;
  for (int tap = 0; tap < Taps; ++tap) {
    const float* x = p.inputs[tap] + row * width;
    for (long k = 0; k < width; ++k, w += kPanel) {
      const Floats w0 = load(w), w1 = load(w + kLanes);
#pragma GCC unroll 12
      for (int n = 0; n < N; ++n) {
        const Floats input = all(x[n * width + k]);
        sum[n][0] = fused(w0, input, sum[n][0]);
        sum[n][1] = fused(w1, input, sum[n][1]);
      }
    }
  }
}

TIMBRE_INLINE Floats rectified(Floats x) {
  return larger(x, Floats{});
}

template <int W, int N>
TIMBRE_INLINE void dilatedRows(const Product<3>& p, int row, float* out) {
  const long width = W > 0 ? W : p.width;
  Floats sum[N][kVectors];
  multiply<3, W, N>(p, row, sum);
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < kVectors; ++v)
      store(out + (row + n) * width + v * kLanes, rectified(sum[n][v]));
}

/// Everything at the panel's first column of row 0.
struct Residual {
  const float* stream;
  float* streamOut;
  float* rectifiedOut;
};

template <int W, int N>
TIMBRE_INLINE void residualRows(const Product<1>& p, int row, const Residual& r) {
  const long width = W > 0 ? W : p.width;
  Floats sum[N][kVectors];
  multiply<1, W, N>(p, row, sum);
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < kVectors; ++v) {
      const long at = (row + n) * width + v * kLanes;
      const Floats stream = load(r.stream + at) + sum[n][v];
      store(r.streamOut + at, stream);
      store(r.rectifiedOut + at, rectified(stream));
    }
}

/// One panel of both products at a time, over few enough rows that what lies between the products
/// stays in the nearest cache.
template <int W>
void layerOf(const Layer& layer, const LayerBlock& b) {
  const long width = W > 0 ? W : layer.width;
  for (int from = 0; from < b.rows; from += kHiddenRows) {
    const int rows = b.rows - from < kHiddenRows ? b.rows - from : kHiddenRows;
    const long at = from * width;
    for (int c = 0; c < width; c += kPanel) {
      const Product<3> p{{b.taps[0] + at, b.taps[1] + at, b.taps[2] + at},
                         layer.dilated + 3 * c * width,
                         layer.dilatedBias + c,
                         layer.width};
      int row = 0;
      for (; row + kRows <= rows; row += kRows) dilatedRows<W, kRows>(p, row, b.hidden + c);
      for (; row < rows; ++row) dilatedRows<W, 1>(p, row, b.hidden + c);
    }
    for (int c = 0; c < width; c += kPanel) {
      const Product<1> p{{b.hidden}, layer.res + c * width, layer.resBias + c, layer.width};
      const Residual r{b.stream + at + c, b.streamOut + at + c, b.rectifiedOut + at + c};
      int row = 0;
      for (; row + kRows <= rows; row += kRows) residualRows<W, kRows>(p, row, r);
      for (; row < rows; ++row) residualRows<W, 1>(p, row, r);
    }
  }
}

void layer(const Layer& layer, const LayerBlock& block) {
  if (layer.width == 64) return layerOf<64>(layer, block);
  if (layer.width == 128) return layerOf<128>(layer, block);
  layerOf<0>(layer, block);
}

void start(const StartLayer& layer, const float* samples, int rows, float* stream,
           float* rectifiedOut) {
  for (int row = 0; row < rows; ++row)
    for (int c = 0; c < layer.width; c += kLanes) {
      Floats sum = load(layer.bias + c);
      for (int tap = 0; tap < 3; ++tap)
        sum = fused(load(layer.weight + tap * layer.width + c), all(samples[row + tap]), sum);
      store(stream + static_cast<long>(row) * layer.width + c, sum);
      store(rectifiedOut + static_cast<long>(row) * layer.width + c, rectified(sum));
    }
}

void addRows(const float* rows, int count, int width, float* sum) {
  for (int c = 0; c < width; c += kLanes) {
    Floats total = load(sum + c);
    for (int row = 0; row < count; ++row) total += load(rows + static_cast<long>(row) * width + c);
    store(sum + c, total);
  }
}

constexpr Kernels kKernels{TIMBRE_TARGET, kPanel, &start, &layer, &addRows};

}  // namespace
}  // namespace timbre::encoder
