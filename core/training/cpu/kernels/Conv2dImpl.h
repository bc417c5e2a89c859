/// The hot loops of Conv2dKernels.h, compiled by each of the kernel files for its processor.
#pragma once

#include <utility>

#include "training/cpu/kernels/Conv2dKernels.h"
#include "training/cpu/kernels/KernelImpl.h"
#include "training/cpu/kernels/Winograd.h"

namespace timbre::training {
namespace {

/// Calls work with the numbers 0 ... N - 1 as types, so that what depends on them is compiled in.
template <int N, class Work>
TIMBRE_INLINE void forNumbers(Work&& work) {
  [&]<int... I>(std::integer_sequence<int, I...>) {
    (work(std::integral_constant<int, I>{}), ...);
  }
  (std::make_integer_sequence<int, N>{});
}

/// sum += x times an entry of the matrix.
template <class P, bool Wide, int Point, int Number>
TIMBRE_INLINE void addTimes(Floats& sum, Floats x) {
  constexpr float kFactor = [] {
    if constexpr (Wide)
      return P::kWide[Point][Number];
    else
      return P::kNarrow[Point][Number];
  }();
  if constexpr (kFactor == 1)
    sum += x;
  else if constexpr (kFactor == -1)
    sum -= x;
  else if constexpr (kFactor != 0)
    sum = fused(x, all(kFactor), sum);
}

/// A tile's numbers, as the first and last point see them and each pair of others.
template <class P, bool Wide>
TIMBRE_INLINE void tileToPoints(const PointRow& r, const float* axis, float* points) {
  constexpr int kNumbers = Wide ? P::kCount : kTileResults;
  Floats x[kNumbers];
  forNumbers<kNumbers>([&](auto k) { x[k] = loadLoose(axis + k * r.number); });
  const auto seen = [&]<int Point, int First, int Step>() {
    Floats sum{};
    forNumbers<kNumbers>([&](auto k) {
      if constexpr (k >= First && (k - First) % Step == 0) addTimes<P, Wide, Point, k>(sum, x[k]);
    });
    return sum;
  };
  storeLoose(points, seen.template operator()<0, 0, 1>());
  forNumbers<P::kCount / 2 - 1>([&](auto pair) {
    constexpr int kFirst = 2 * pair + 1;
    const Floats even = seen.template operator()<kFirst, 0, 2>();
    const Floats odd = seen.template operator()<kFirst, 1, 2>();
    storeLoose(points + kFirst * r.point, even + odd);
    storeLoose(points + (kFirst + 1) * r.point, even - odd);
  });
  storeLoose(points + (P::kCount - 1) * r.point, seen.template operator()<P::kCount - 1, 0, 1>());
}

template <class P, bool Wide>
TIMBRE_INLINE void tileFromPoints(const PointRow& r, const float* points, float* axis) {
  constexpr int kNumbers = Wide ? P::kCount : kTileResults;
  constexpr int kPairs = P::kCount / 2 - 1;
  Floats even[kPairs], odd[kPairs];
  forNumbers<kPairs>([&](auto pair) {
    const Floats a = loadLoose(points + (2 * pair + 1) * r.point);
    const Floats b = loadLoose(points + (2 * pair + 2) * r.point);
    even[pair] = a + b;
    odd[pair] = a - b;
  });
  const Floats first = loadLoose(points), last = loadLoose(points + (P::kCount - 1) * r.point);
  forNumbers<kNumbers>([&](auto k) {
    Floats sum{};
    if constexpr (Wide) sum = loadLoose(axis + k * r.number);
    addTimes<P, Wide, 0, k>(sum, first);
    forNumbers<kPairs>([&](auto pair) {
      addTimes<P, Wide, 2 * pair + 1, k>(sum, k % 2 == 0 ? even[pair] : odd[pair]);
    });
    addTimes<P, Wide, P::kCount - 1, k>(sum, last);
    storeLoose(axis + k * r.number, sum);
  });
}

/// Calls work(number of the axis, place among the points) for each tile and each few channels.
template <class Work>
TIMBRE_INLINE void forTiles(const PointRow& r, Work&& work) {
  for (int t = 0; t < r.tiles; ++t)
    for (int c = 0; c < r.channels; c += kLanes)
      work(t * kTileResults * r.number + c, t * r.pointTile + c);
}

template <class P, bool Wide>
void allToPoints(const PointRow& r, const float* axis, float* points) {
  forTiles(r, [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    tileToPoints<P, Wide>(r, axis + from, points + to);
  });
}
template <class P, bool Wide>
void allFromPoints(const PointRow& r, const float* points, float* axis) {
  forTiles(r, [&](std::ptrdiff_t to, std::ptrdiff_t from) {
    tileFromPoints<P, Wide>(r, points + from, axis + to);
  });
}

void toPoints(const PointRow& r, const float* axis, float* points) {
  if (r.taps == 3)
    r.wide ? allToPoints<Winograd<3>, true>(r, axis, points)
           : allToPoints<Winograd<3>, false>(r, axis, points);
  else
    r.wide ? allToPoints<Winograd<5>, true>(r, axis, points)
           : allToPoints<Winograd<5>, false>(r, axis, points);
}
void fromPoints(const PointRow& r, const float* points, float* axis) {
  if (r.taps == 3)
    r.wide ? allFromPoints<Winograd<3>, true>(r, points, axis)
           : allFromPoints<Winograd<3>, false>(r, points, axis);
  else
    r.wide ? allFromPoints<Winograd<5>, true>(r, points, axis)
           : allFromPoints<Winograd<5>, false>(r, points, axis);
}

void combine(const float* const* rows, const float* factors, int count, float* out,
             std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += kLanes) {
    Floats sum = loadLoose(out + i);
    for (int r = 0; r < count; ++r) sum = fused(loadLoose(rows[r] + i), all(factors[r]), sum);
    storeLoose(out + i, sum);
  }
}

TIMBRE_INLINE Floats leaky(Floats x, float leak) {
  return x > Floats{} ? x : x * leak;
}

void normalise(const NormRow& norm, float* x, std::int64_t rows) {
  for (std::int64_t r = 0; r < rows; ++r, x += norm.channels)
    for (int i = 0; i < norm.channels; i += kLanes)
      storeLoose(x + i, leaky(fused(loadLoose(x + i), loadLoose(norm.scale + i),
                                    loadLoose(norm.shift + i)),
                              norm.leak));
}

void sumSpread(const float* x, const float* mean, float* sums, int rows, int channels) {
  for (int i = 0; i < channels; i += kLanes) {
    Floats sum = loadLoose(sums + i);
    for (int r = 0; r < rows; ++r) {
      const Floats d =
          loadLoose(x + static_cast<std::ptrdiff_t>(r) * channels + i) - loadLoose(mean + i);
      sum = fused(d, d, sum);
    }
    storeLoose(sums + i, sum);
  }
}

template <bool Products>
void rectifyLeakyWith(const NormRow& norm, const float* y, float* gradient, float* sums,
                      float* products, int rows) {
  const float back = 1 / norm.leak;
  for (int i = 0; i < norm.channels; i += kLanes) {
    const Floats scale = loadLoose(norm.scale + i);
    Floats sum = loadLoose(sums + i), product{};
    for (int r = 0; r < rows; ++r) {
      const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(r) * norm.channels + i;
      const Floats out = loadLoose(y + at), g = loadLoose(gradient + at);
      const Floats passed = out > Floats{} ? g : g * norm.leak;
      storeLoose(gradient + at, Products ? passed : passed * scale);
      sum += passed;
      if (Products) product = fused(passed, out > Floats{} ? out : out * back, product);
    }
    storeLoose(sums + i, sum);
    if (Products) storeLoose(products + i, loadLoose(products + i) + product);
  }
}

void rectifyLeaky(const NormRow& norm, const float* y, float* gradient, float* sums,
                  float* products, int rows) {
  products ? rectifyLeakyWith<true>(norm, y, gradient, sums, products, rows)
           : rectifyLeakyWith<false>(norm, y, gradient, sums, products, rows);
}

void normaliseBack(const NormRow& norm, const float* y, const float* mean, const float* tilt,
                   float* gradient, std::int64_t rows) {
  const float back = 1 / norm.leak;
  for (std::int64_t r = 0; r < rows; ++r, y += norm.channels, gradient += norm.channels)
    for (int i = 0; i < norm.channels; i += kLanes) {
      const Floats out = loadLoose(y + i), before = out > Floats{} ? out : out * back;
      const Floats centred = loadLoose(gradient + i) - loadLoose(mean + i);
      storeLoose(gradient + i,
                 (centred - before * loadLoose(tilt + i)) * loadLoose(norm.scale + i));
    }
}

void brightness(const float* x, const float* weights, float bias, float* logits, int rows,
                int channels) {
  for (int r = 0; r < rows; ++r, x += channels) {
    Floats sum{};
    for (int i = 0; i < channels; i += kLanes)
      sum = fused(loadLoose(x + i), loadLoose(weights + i), sum);
    logits[r] = bias + across(sum, false);
  }
}

double compare(float* logits, const float* wanted, float weight, float scale, int n) {
  const Floats one = all(1.0f);
  Floats squares{};
  for (int i = 0; i < n; i += kLanes) {
    const Floats e = sampler::powerOfTwo(within(loadLoose(logits + i) * all(-1.44269504f), 100));
    const Floats p = one / (one + e);
    const Floats off = p - loadLoose(wanted + i);
    squares = fused(off, off, squares);
    storeLoose(logits + i, off * p * (e * p) * all(2 * weight * scale));
  }
  return static_cast<double>(across(squares, false)) * weight;
}

void brightnessBack(const float* x, const float* logits, const float* weights, float* gradient,
                    float* learnt, int rows, int channels) {
  for (int i = 0; i < channels; i += kLanes) {
    const Floats weight = loadLoose(weights + i);
    Floats sum = loadLoose(learnt + i);
    for (int r = 0; r < rows; ++r) {
      const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(r) * channels + i;
      const Floats g = all(logits[r]);
      sum = fused(loadLoose(x + at), g, sum);
      storeLoose(gradient + at, weight * g);
    }
    storeLoose(learnt + i, sum);
  }
}

constexpr Conv2dKernels kConv2dKernels{toPoints,  fromPoints,    combine,       normalise,
                                       sumSpread, rectifyLeaky,  normaliseBack, brightness,
                                       compare,   brightnessBack};
constexpr TrainingKernels kKernels{TIMBRE_TARGET, product,     gate,   gateBack,
                                   rectify,       rectifyBack, addRow, sumRows,
                                   crossEntropy,  squares,     adam,   kConv2dKernels};

}  // namespace
}  // namespace timbre::training
