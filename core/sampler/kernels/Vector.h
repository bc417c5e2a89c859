/// A register of floats as wide as the file that includes this is compiled for. For the kernel
/// files alone: everything is local to the including file, since each is compiled for another
/// processor. Every operation is rounded by itself (the build forbids contraction): not all
/// processors have the fused multiply-add, and all must draw the same samples.
#pragma once

#include <cstdint>
#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define TIMBRE_INLINE inline __attribute__((always_inline))

namespace timbre::sampler {
namespace {

#if defined(__AVX512F__)
inline constexpr int kLanes = 16;
#elif defined(__AVX2__)
inline constexpr int kLanes = 8;
#else
inline constexpr int kLanes = 4;
#endif

using Floats = float __attribute__((vector_size(4 * kLanes), may_alias));
using Ints = std::int32_t __attribute__((vector_size(4 * kLanes), may_alias));
using Words = std::uint32_t __attribute__((vector_size(4 * kLanes), may_alias));
using LooseFloats = float __attribute__((vector_size(4 * kLanes), may_alias, aligned(4)));

TIMBRE_INLINE Floats load(const float* p) {
  return *reinterpret_cast<const Floats*>(p);
}
TIMBRE_INLINE Floats loadLoose(const float* p) {
  return *reinterpret_cast<const LooseFloats*>(p);
}
TIMBRE_INLINE void store(float* p, Floats v) {
  *reinterpret_cast<Floats*>(p) = v;
}
TIMBRE_INLINE Floats all(float x) {
  return x - Floats{};
}

/// The second where one is not a number, on every processor.
TIMBRE_INLINE Floats larger(Floats a, Floats b) {
#if defined(__AVX512F__)
  return _mm512_maskz_max_ps(0xffff, a, b);
#elif defined(__AVX2__)
  return _mm256_max_ps(a, b);
#elif defined(__SSE2__)
  return _mm_max_ps(a, b);
#else
  return a > b ? a : b;
#endif
}
TIMBRE_INLINE Floats smaller(Floats a, Floats b) {
#if defined(__AVX512F__)
  return _mm512_maskz_min_ps(0xffff, a, b);
#elif defined(__AVX2__)
  return _mm256_min_ps(a, b);
#elif defined(__SSE2__)
  return _mm_min_ps(a, b);
#else
  return a < b ? a : b;
#endif
}

/// 2^t within 3e-7 for t in [-125, 125], nothing of use beyond that.
TIMBRE_INLINE Floats powerOfTwo(Floats t) {
  const Floats shift =
      all(12582912.0f);  // 1.5 * 2^23: rounds to the nearest integer, in the low bits
  const Floats rounded = t + shift;
  const Floats x = t - (rounded - shift);
  const Floats xx = x * x;  // two short chains instead of a long one
  const Floats high = (all(0.00133335581f) * x + all(0.00961812911f)) * xx +
                      (all(0.0555041087f) * x + all(0.240226507f));
  const Floats p = high * xx + (all(0.693147181f) * x + all(1.0f));
  return reinterpret_cast<Floats>(reinterpret_cast<Words>(p) +
                                  (reinterpret_cast<Words>(rounded) << 23));
}

/// sigmoid(f) tanh(g) = (1 - e^-2g) / ((1 + e^-f)(1 + e^-2g)), one division.
TIMBRE_INLINE Floats gated(Floats f, Floats g) {
  const Floats one = all(1.0f);
  const Floats bound =
      all(40.0f);  // beyond it both are 0 or 1 in float32, and the product is finite
  const Floats a = smaller(larger(g * all(-2.88539008f), -bound), bound);
  const Floats b = smaller(larger(f * all(-1.44269504f), -bound), bound);
  const Floats ea = powerOfTwo(a);
  const Floats eb = powerOfTwo(b);
  return (one - ea) / ((one + ea) * (one + eb));
}

}  // namespace
}  // namespace timbre::sampler
