/// The encoder's kernels in terms of the sampler's vectors. Included once by each kernel file, with
/// TIMBRE_TARGET its name.
#pragma once

#include <type_traits>

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
/// Of a count that kRows do not divide, so many are done at a time where that is as efficient.
inline constexpr int kFewerRows = kLanes == 16 ? 8 : kRows;
inline constexpr int kPanel = kVectors * kLanes;

/// The inputs of a product, [taps][rows][width], and one panel of its weights.
template <int Taps>
struct Product {
  const float* inputs[Taps];
  const float* weight;
  const float* bias;
  int width;
};

/// Calls of(row, N) for rows from 0 to `rows`, N at a time; N is a std::integral_constant. A few
/// rows may come twice: that takes less time than a group with registers to spare.
template <class Of>
TIMBRE_INLINE void inGroups(int rows, Of of) {
  int row = 0;
  if constexpr (kFewerRows < kRows)
    for (; (rows - row) % kRows != 0 && row + kFewerRows <= rows; row += kFewerRows)
      of(row, std::integral_constant<int, kFewerRows>{});
  for (; row + kRows <= rows; row += kRows) of(row, std::integral_constant<int, kRows>{});
  if (row == rows) return;
  if (rows >= kRows) return of(rows - kRows, std::integral_constant<int, kRows>{});
  for (; row < rows; ++row) of(row, std::integral_constant<int, 1>{});
}

/// N rows of one panel, added to `sum`. W: the width where it is known beforehand, which saves the
/// addresses.
template <int Taps, int W, int N>
TIMBRE_INLINE void multiply(const Product<Taps>& p, int row, Floats (&sum)[N][kVectors]) {
  const long width = W > 0 ? W : p.width;
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

template <int N>
TIMBRE_INLINE void setRows(const float* bias, Floats (&sum)[N][kVectors]) {
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < kVectors; ++v) sum[n][v] = load(bias + v * kLanes);
}

template <int W, int N>
TIMBRE_INLINE void dilatedRows(const Product<3>& p, int row, float* out) {
  const long width = W > 0 ? W : p.width;
  Floats sum[N][kVectors];
  setRows(p.bias, sum);
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
  setRows(p.bias, sum);
  multiply<1, W, N>(p, row, sum);
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < kVectors; ++v) {
      const long at = (row + n) * width + v * kLanes;
      const Floats stream = load(r.stream + at) + sum[n][v];
      store(r.streamOut + at, stream);
      store(r.rectifiedOut + at, rectified(stream));
    }
}

/// The second product of `rows` rows from row `at` of the block on; `hidden`: the first's.
template <int W>
TIMBRE_INLINE void residual(const Layer& layer, const LayerBlock& b, const float* hidden, long at,
                            int rows) {
  const long width = W > 0 ? W : layer.width;
  for (int c = 0; c < width; c += kPanel) {
    const Product<1> p{{hidden}, layer.res + c * width, layer.resBias + c, layer.width};
    const long first = at * width + c;
    const Residual r{b.stream + first, b.streamOut + first, b.rectifiedOut + first};
    inGroups(rows, [&](int row, auto n) { residualRows<W, n>(p, row, r); });
  }
}

/// One panel of both products at a time, over few enough rows that what lies between the products
/// stays in the nearest cache.
template <int W>
TIMBRE_INLINE void layerOf(const Layer& layer, const LayerBlock& b) {
  const long width = W > 0 ? W : layer.width;
  for (int from = 0; from < b.rows; from += kHiddenRows) {
    const int rows = b.rows - from < kHiddenRows ? b.rows - from : kHiddenRows;
    const long at = from * width;
    for (int c = 0; c < width; c += kPanel) {
      const Product<3> p{{b.taps[0] + at, b.taps[1] + at, b.taps[2] + at},
                         layer.dilated + 3 * c * width,
                         layer.dilatedBias + c,
                         layer.width};
      inGroups(rows, [&](int row, auto n) { dilatedRows<W, n>(p, row, b.hidden + c); });
    }
    residual<W>(layer, b, b.hidden, from, rows);
  }
}

/// The pairs of a block whose rows are a dilation apart.
struct Pairs {
  int dilation;
  /// Of the pair's first row, counted from the block's.
  long row(int pair) const { return long{pair / dilation} * 2 * dilation + pair % dilation; }
};

/// Four rows, a dilation apart from one before the pair's first on, mixed so that a product of each
/// is enough for two outputs.
template <int W>
TIMBRE_INLINE void mixPair(const float* rows, long apart, float* mixed, long width) {
  const long step = kPairs * (W > 0 ? W : width);
  for (long c = 0; c < (W > 0 ? W : width); c += kLanes) {
    const Floats before = load(rows + c), first = load(rows + apart + c);
    const Floats second = load(rows + 2 * apart + c), after = load(rows + 3 * apart + c);
    store(mixed + c, before - second);
    store(mixed + step + c, first + second);
    store(mixed + 2 * step + c, second - first);
    store(mixed + 3 * step + c, first - after);
  }
}

/// [4][kPairs][kPanel]: the mixed rows' products with one panel.
template <int W>
TIMBRE_INLINE void mixedProducts(const Layer& layer, const float* mixed, int c, float* products) {
  const long width = W > 0 ? W : layer.width;
  for (int i = 0; i < 4; ++i) {
    const Product<1> p{{mixed + i * kPairs * width},
                       layer.paired + (4 * c + i * kPanel) * width,
                       nullptr,
                       layer.width};
    float* const out = products + i * kPairs * kPanel;
    inGroups(kPairs, [&](int row, auto n) {
      Floats sum[n][kVectors];
      for (auto& vectors : sum)
        for (Floats& vector : vectors) vector = Floats{};
      multiply<1, W, n>(p, row, sum);
      for (int k = 0; k < n; ++k)
        for (int v = 0; v < kVectors; ++v)
          store(out + (long{row} + k) * kPanel + v * kLanes, sum[k][v]);
    });
  }
}

/// The first product of kPairs pairs, one panel. The rows of `hidden` lie as in the block where
/// they are all there, else the pairs' first ones before their second ones.
template <int W>
TIMBRE_INLINE void pairedPanel(const Layer& layer, const LayerBlock& b, int c) {
  const long width = W > 0 ? W : layer.width;
  alignas(64) float products[4 * kPairs * kPanel];
  mixedProducts<W>(layer, b.mixed, c, products);
  const Pairs pairs{b.dilation < kPairs ? b.dilation : kPairs};
  for (int pair = 0; pair < kPairs; ++pair)
    for (int v = 0; v < kPanel; v += kLanes) {
      const float* const of = products + pair * kPanel + v;
      constexpr int kNext = kPairs * kPanel;
      const Floats sum = load(of + kNext), difference = load(of + 2 * kNext);
      const Floats bias = load(layer.dilatedBias + c + v);
      float* const out = b.hidden + pairs.row(pair) * width + c + v;
      store(out, rectified(load(of) + (sum + difference) + bias));
      store(out + pairs.dilation * width,
            rectified((sum - difference) - load(of + 3 * kNext) + bias));
    }
}

template <int W>
TIMBRE_INLINE void pairedOf(const Layer& layer, const LayerBlock& b) {
  const long width = W > 0 ? W : layer.width;
  const Pairs pairs{b.dilation};
  for (int first = 0; first < kBlockRows / 2; first += kPairs) {
    for (int pair = 0; pair < kPairs; ++pair)
      mixPair<W>(b.taps[0] + pairs.row(first + pair) * width, b.dilation * width,
                 b.mixed + pair * width, width);
    for (int c = 0; c < width; c += kPanel) pairedPanel<W>(layer, b, c);
    const long at = pairs.row(first);
    if (b.dilation <= kPairs) {
      residual<W>(layer, b, b.hidden, at, kHiddenRows);
    } else {
      residual<W>(layer, b, b.hidden, at, kPairs);
      residual<W>(layer, b, b.hidden + kPairs * width, at + b.dilation, kPairs);
    }
  }
}

void layer(const Layer& layer, const LayerBlock& block) {
  if (layer.width == 64) return layerOf<64>(layer, block);
  if (layer.width == 128) return layerOf<128>(layer, block);
  layerOf<0>(layer, block);
}

void paired(const Layer& layer, const LayerBlock& block) {
  if (layer.width == 64) return pairedOf<64>(layer, block);
  if (layer.width == 128) return pairedOf<128>(layer, block);
  pairedOf<0>(layer, block);
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

constexpr Kernels kKernels{TIMBRE_TARGET, kPanel, &start, &layer, &paired, &addRows};

}  // namespace
}  // namespace timbre::encoder
