/// The float kernels, and the table with those of Int8Kernels.h, in terms of Vector.h. Included
/// once by each kernel file, with TIMBRE_TARGET its name.
#pragma once

#include "sampler/kernels/Int8Kernels.h"
#include "sampler/kernels/Kernels.h"
#include "sampler/kernels/Vector.h"

namespace timbre::sampler {
namespace {

/// How many accumulators one pass keeps: enough to hide the latency of the multiply-add, no more
/// than there are registers.
inline constexpr int kWideVectors = 4;  ///< rows of one pass over a wide panel, in vectors
inline constexpr int kSums = 2;  ///< independent sums over the columns, the same on every processor
inline constexpr int kPastVectors = kLanes == 16 ? 4 : 2;
inline constexpr int kPastSamples = 4;

/// V vectors of rows, one input. `step`: numbers from one column to the next.
template <int V>
TIMBRE_INLINE void productPass(const float* w, int step, int columns, const float* x,
                               const float* bias, float* y) {
  Floats sum[kSums][V];
  for (int v = 0; v < V; ++v) {
    sum[0][v] = load(y + v * kLanes);
    if (bias) sum[0][v] += load(bias + v * kLanes);
    for (int s = 1; s < kSums; ++s) sum[s][v] = Floats{};
  }
  int k = 0;
  for (; k + kSums <= columns; k += kSums) {
#pragma GCC unroll 2
    for (int s = 0; s < kSums; ++s, w += step) {
      const Floats input = all(x[k + s]);
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) sum[s][v] += load(w + v * kLanes) * input;
    }
  }
  for (; k < columns; ++k, w += step)
    for (int v = 0; v < V; ++v) sum[0][v] += load(w + v * kLanes) * all(x[k]);
  for (int v = 0; v < V; ++v) {
    for (int s = 1; s < kSums; ++s) sum[0][v] += sum[s][v];
    store(y + v * kLanes, sum[0][v]);
  }
}

/// A panel of P rows, in as many passes as the registers ask for.
template <int P>
TIMBRE_INLINE void productPanel(const Matrix& m, int row, const float* x, const float* bias,
                                float* y) {
  constexpr int kVectors = P == kWidePanel ? kWideVectors : P / kLanes;
  for (int part = 0; part < P; part += kVectors * kLanes) {
    productPass<kVectors>(m.data + static_cast<long>(row) * m.columns + part, P, m.columns, x,
                          bias ? bias + row + part : nullptr, y + row + part);
  }
}

void product(const Matrix& m, const float* x, const float* bias, float* y) {
  int row = 0;
  for (; row + kWidePanel <= m.rows; row += kWidePanel)
    productPanel<kWidePanel>(m, row, x, bias, y);
  for (; row < m.rows; row += kNarrowPanel) productPanel<kNarrowPanel>(m, row, x, bias, y);
}

/// V vectors of rows for N samples: each weight is fetched once for all of them.
template <int V, int N>
TIMBRE_INLINE void pastPass(const float* w, int step, int half, const PastBlock& b, int row,
                            int rows, int sample) {
  Floats sum[V][N];
  for (int v = 0; v < V; ++v)
    for (int n = 0; n < N; ++n) sum[v][n] = load(b.start + row + v * kLanes);
  for (const float* inputs : {b.oldest, b.older}) {
    const float* x = inputs + static_cast<long>(sample) * b.stride;
    for (int k = 0; k < half; ++k, w += step) {
      Floats weight[V];
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) weight[v] = load(w + v * kLanes);
#pragma GCC unroll 8
      for (int n = 0; n < N; ++n) {
        const Floats input = all(x[static_cast<long>(n) * b.stride + k]);
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) sum[v][n] += weight[v] * input;
      }
    }
  }
  for (int n = 0; n < N; ++n)
    for (int v = 0; v < V; ++v)
      store(b.out + static_cast<long>(sample + n) * rows + row + v * kLanes, sum[v][n]);
}

template <int P>
TIMBRE_INLINE void pastPanel(const Matrix& m, int row, const PastBlock& b) {
  constexpr int kVectors =
      P == kWidePanel ? kPastVectors : (P / kLanes < kPastVectors ? P / kLanes : kPastVectors);
  for (int part = 0; part < P; part += kVectors * kLanes) {
    const float* w = m.data + static_cast<long>(row) * m.columns + part;
    int n = 0;
    for (; n + kPastSamples <= b.samples; n += kPastSamples)
      pastPass<kVectors, kPastSamples>(w, P, m.columns / 2, b, row + part, m.rows, n);
    for (; n < b.samples; ++n) pastPass<kVectors, 1>(w, P, m.columns / 2, b, row + part, m.rows, n);
  }
}

void past(const Matrix& m, const PastBlock& block) {
  int row = 0;
  for (; row + kWidePanel <= m.rows; row += kWidePanel) pastPanel<kWidePanel>(m, row, block);
  for (; row < m.rows; row += kNarrowPanel) pastPanel<kNarrowPanel>(m, row, block);
}

void gate(const float* filter, const float* signal, float* out, int n) {
  for (int i = 0; i < n; i += kLanes) store(out + i, gated(load(filter + i), load(signal + i)));
}

TIMBRE_INLINE float largestOf(const float* values) {
  Floats most = loadLoose(values);
  for (int i = kLanes; i < 256; i += kLanes) most = larger(most, loadLoose(values + i));
  float result = most[0];
  for (int i = 1; i < kLanes; ++i) result = most[i] > result ? most[i] : result;
  return result;
}

int draw(const float* logits, float sharpness, double uniform) {
  alignas(64) float weight[256];
  double group[16];
  const Floats top = all(largestOf(logits));
  const Floats scale = all(sharpness * 1.44269504f);
  for (int i = 0; i < 256; i += kLanes) {
    const Floats t = (loadLoose(logits + i) - top) * scale;
    // What is 2^-125 of the likeliest must not be drawn at all.
    store(weight + i, t > all(-125.0f) ? powerOfTwo(t) : Floats{});
  }
  double total = 0;
  for (int g = 0; g < 16; ++g) {
    double sum = 0;
    for (int i = 0; i < 16; ++i) sum += static_cast<double>(weight[16 * g + i]);
    group[g] = sum;
    total += sum;
  }
  double left = uniform * total;
  int g = 0;
  for (; g < 15 && group[g] < left; ++g) left -= group[g];
  int chosen = 16 * g;
  for (int i = 16 * g; i < 16 * g + 16; ++i) {
    // Rounding may leave a rest after the last class of the group: the last one that can occur
    // takes it.
    if (weight[i] > 0) chosen = i;
    left -= static_cast<double>(weight[i]);
    if (left <= 0 && weight[i] > 0) break;
  }
  return chosen;
}

constexpr Kernels kKernels{TIMBRE_TARGET, &product,   &past,         &gate,      &draw,
                           &runBytes,     &holdBytes, &freshenBytes, &pastBytes, kByteStorage};

}  // namespace
}  // namespace timbre::sampler
