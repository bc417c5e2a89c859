/// The hot loops themselves, compiled by each of the kernel files for its processor.
#pragma once

#include <cmath>
#include <cstring>

#include "sampler/kernels/Vector.h"
#include "training/cpu/kernels/Kernels.h"

namespace timbre::training {
namespace {

using sampler::all;
using sampler::Floats;
using sampler::kLanes;
using sampler::larger;
using sampler::loadLoose;
using sampler::LooseFloats;
using sampler::smaller;

/// The tile of a product that stays in registers: six rows of this many vectors.
inline constexpr int kTileRows = 6;
#if defined(__AVX512F__)
inline constexpr int kTileVectors = 4;
#else
inline constexpr int kTileVectors = 2;
#endif

/// a b + c.
TIMBRE_INLINE Floats fused(Floats a, Floats b, Floats c) {
#if defined(__AVX512F__)
  return _mm512_fmadd_ps(a, b, c);
#elif defined(__FMA__)
  return _mm256_fmadd_ps(a, b, c);
#else
  return a * b + c;
#endif
}

TIMBRE_INLINE void storeLoose(float* p, Floats v) {
  *reinterpret_cast<LooseFloats*>(p) = v;
}

/// Where a product is only two vectors wide twice the rows keep as many sums in flight.
template <int V>
inline constexpr int kRowsOf = kTileVectors == 4 && V <= 2 ? 2 * kTileRows : kTileRows;

template <int R, int V>
void tile(const Product& p, int row, int column) {
  Floats sum[R][V];
  float* const out = p.out + row * p.outStride + column;
#pragma GCC unroll 12
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v)
      sum[r][v] = p.add     ? loadLoose(out + r * p.outStride + v * kLanes)
                  : p.start ? loadLoose(p.start + column + v * kLanes)
                            : Floats{};
  for (int term = 0; term < p.count; ++term) {
    const auto& [left, right] = p.terms[static_cast<std::size_t>(term)];
    const float* a = left + row * p.leftRow;
    const float* b = right + column;
    const std::ptrdiff_t leftRow = p.leftRow;
    for (int k = 0; k < p.inner; ++k, a += p.leftInner, b += p.rightStride) {
      Floats weight[V];
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) weight[v] = loadLoose(b + v * kLanes);
#pragma GCC unroll 12
      for (int r = 0; r < R; ++r) {
        const Floats x = all(a[r * leftRow]);
#pragma GCC unroll 4
        for (int v = 0; v < V; ++v) sum[r][v] = fused(x, weight[v], sum[r][v]);
      }
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) storeLoose(out + r * p.outStride + v * kLanes, sum[r][v]);
}

template <int V>
void strip(const Product& p, int column) {
  int row = 0;
  for (; row + kRowsOf<V> <= p.rows; row += kRowsOf<V>) tile<kRowsOf<V>, V>(p, row, column);
  if (kRowsOf < V >> kTileRows && row + kTileRows <= p.rows) {
    tile<kTileRows, V>(p, row, column);
    row += kTileRows;
  }
  switch (p.rows - row) {
    case 5:
      return tile<5, V>(p, row, column);
    case 4:
      return tile<4, V>(p, row, column);
    case 3:
      return tile<3, V>(p, row, column);
    case 2:
      return tile<2, V>(p, row, column);
    case 1:
      return tile<1, V>(p, row, column);
    default:
      return;
  }
}

void product(const Product& p) {
  int column = 0;
  for (; column + kTileVectors * kLanes <= p.columns; column += kTileVectors * kLanes)
    strip<kTileVectors>(p, column);
  if constexpr (kTileVectors == 4) {  // elsewhere kChannels are whole tiles
    const int left = (p.columns - column) / kLanes;
    if (left == 3) strip<3>(p, column);
    if (left == 2) strip<2>(p, column);
    if (left == 1) strip<1>(p, column);
  }
}

TIMBRE_INLINE Floats within(Floats x, float bound) {
  return smaller(larger(x, all(-bound)), all(bound));
}

void gate(float* both, float* out, int rows, int width) {
  const Floats one = all(1.0f);
  for (int r = 0; r < rows; ++r, both += 2 * width, out += width)
    for (int i = 0; i < width; i += kLanes) {
      // e^-f and e^-2g, bounded so that their products stay finite
      const Floats ef = sampler::powerOfTwo(within(loadLoose(both + i) * all(-1.44269504f), 40));
      const Floats eg =
          sampler::powerOfTwo(within(loadLoose(both + width + i) * all(-2.88539008f), 40));
      const Floats inverse = one / ((one + ef) * (one + eg));
      const Floats sigmoid = (one + eg) * inverse;
      const Floats tangent = (one - eg) * (one + ef) * inverse;
      storeLoose(both + i, sigmoid);
      storeLoose(both + width + i, tangent);
      storeLoose(out + i, sigmoid * tangent);
    }
}

void gateBack(const float* both, const float* gradient, float* back, float* product, int rows,
              int width) {
  const Floats one = all(1.0f);
  for (int r = 0; r < rows;
       ++r, both += 2 * width, back += 2 * width, gradient += width, product += width)
    for (int i = 0; i < width; i += kLanes) {
      const Floats s = loadLoose(both + i), t = loadLoose(both + width + i);
      const Floats g = loadLoose(gradient + i);
      const Floats st = s * t;
      storeLoose(product + i, st);
      storeLoose(back + i, g * st * (one - s));
      storeLoose(back + width + i, g * s * (one - t * t));
    }
}

void rectify(const float* x, float* out, std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += kLanes)
    storeLoose(out + i, larger(loadLoose(x + i), Floats{}));
}

void rectifyBack(const float* x, const float* gradient, float* out, bool add, std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += kLanes) {
    const Floats passed = loadLoose(x + i) > Floats{} ? loadLoose(gradient + i) : Floats{};
    storeLoose(out + i, add ? loadLoose(out + i) + passed : passed);
  }
}

void addRow(const float* x, const float* row, float* out, int rows, int columns) {
  for (int r = 0; r < rows; ++r, x += columns, out += columns)
    for (int i = 0; i < columns; i += kLanes)
      storeLoose(out + i, loadLoose(x + i) + loadLoose(row + i));
}

void sumRows(const float* x, float* sums, int rows, int columns) {
  for (int i = 0; i < columns; i += kLanes) {
    Floats sum{};
    for (int r = 0; r < rows; ++r)
      sum += loadLoose(x + static_cast<std::ptrdiff_t>(r) * columns + i);
    storeLoose(sums + i, loadLoose(sums + i) + sum);
  }
}

float across(Floats v, bool largest) {
  float numbers[kLanes];
  std::memcpy(numbers, &v, sizeof numbers);
  float result = numbers[0];
  for (int i = 1; i < kLanes; ++i)
    result = largest ? (numbers[i] > result ? numbers[i] : result) : result + numbers[i];
  return result;
}

double crossEntropy(float* logits, const std::uint8_t* classes, int rows, float scale) {
  constexpr int kClasses = 256;
  constexpr float kLog2E = 1.44269504f;
  double loss = 0;
  for (int r = 0; r < rows; ++r, logits += kClasses) {
    Floats top = loadLoose(logits);
    for (int i = kLanes; i < kClasses; i += kLanes) top = larger(loadLoose(logits + i), top);
    const float largest = across(top, true);
    loss += largest - logits[classes[r]];
    Floats sums{};
    for (int i = 0; i < kClasses; i += kLanes) {
      const Floats e = sampler::powerOfTwo(
          larger((loadLoose(logits + i) - all(largest)) * all(kLog2E), all(-120)));
      storeLoose(logits + i, e);
      sums += e;
    }
    const float sum = across(sums, false);
    loss += std::log(sum);
    const Floats factor = all(scale / sum);
    for (int i = 0; i < kClasses; i += kLanes)
      storeLoose(logits + i, loadLoose(logits + i) * factor);
    logits[classes[r]] -= scale;
  }
  return loss;
}

double squares(const float* x, std::int64_t n) {
  double sum = 0;
  constexpr std::int64_t kRun = 4096;  // float32 is exact enough for so many
  for (std::int64_t begin = 0; begin < n; begin += kRun) {
    const std::int64_t end = begin + kRun < n ? begin + kRun : n;
    Floats sums{};
    std::int64_t i = begin;
    for (; i + kLanes <= end; i += kLanes) sums = fused(loadLoose(x + i), loadLoose(x + i), sums);
    sum += across(sums, false);
    for (; i < end; ++i) sum += x[i] * x[i];
  }
  return sum;
}

TIMBRE_INLINE Floats root(Floats x) {
#if defined(__AVX512F__)
  return _mm512_maskz_sqrt_ps(0xffff, x);
#elif defined(__AVX2__)
  return _mm256_sqrt_ps(x);
#else
  for (int i = 0; i < kLanes; ++i) x[i] = std::sqrt(x[i]);
  return x;
#endif
}

void adam(const AdamStep& s) {
  const auto update = [&](auto& w, auto& average, auto& m, auto& v, auto g, auto rootOf) {
    g = g * s.clip;
    m = m * s.beta1 + g * (1 - s.beta1);
    v = v * s.beta2 + g * g * (1 - s.beta2);
    w = w * s.keep - s.rate * (m / (rootOf(v) * s.spread + s.epsilon));
    average = average + (w - average) * s.blend;
  };
  std::int64_t i = 0;
  for (; i + kLanes <= s.count; i += kLanes) {
    Floats w = loadLoose(s.weights + i), average = loadLoose(s.averages + i);
    Floats m = loadLoose(s.first + i), v = loadLoose(s.second + i);
    update(w, average, m, v, loadLoose(s.gradients + i), root);
    storeLoose(s.weights + i, w);
    storeLoose(s.averages + i, average);
    storeLoose(s.first + i, m);
    storeLoose(s.second + i, v);
  }
  for (; i < s.count; ++i)
    update(s.weights[i], s.averages[i], s.first[i], s.second[i], s.gradients[i],
           [](float x) { return std::sqrt(x); });
}

}  // namespace
}  // namespace timbre::training
