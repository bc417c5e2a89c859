/// Products of unsigned and signed bytes in the widest way the including file is compiled for.
/// Exact: no path saturates. For the kernel files alone, as Vector.h.
#pragma once

#include "sampler/kernels/Vector.h"

namespace timbre::sampler {
namespace {

TIMBRE_INLINE Words loadWords(const void* p) {
  return *static_cast<const Words*>(p);
}

#if defined(__ARM_FEATURE_DOTPROD)
inline constexpr int kInputZero = 128;  ///< what inputQuad() takes from every byte
#else
inline constexpr int kInputZero = 0;
#endif

TIMBRE_INLINE std::uint32_t fourBytes(const std::uint8_t* p) {
  std::uint32_t four;
  __builtin_memcpy(&four, p, 4);
  return four;
}

#if defined(__AVX512VNNI__) || defined(__AVXVNNI__)

inline constexpr bool kOneInstruction = true;

// Written as assembly: GCC 12 copies the accumulators round its intrinsic.
struct Quad {
  Words bytes;
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  return {fourBytes(p) - Words{}};
}
TIMBRE_INLINE Quad weightQuad(const std::int8_t* p) {
  return {loadWords(p)};
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Quad weight) {
#if defined(__AVX512VNNI__)
  asm("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(input.bytes), "vm"(weight.bytes));
#else
  asm("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(input.bytes), "xm"(weight.bytes));
#endif
  return sum;
}

#elif defined(__SSE2__)

inline constexpr bool kOneInstruction = false;

// Even and odd bytes apart, as 16-bit numbers: the multiply-add of pairs then cannot saturate, and
// each 32-bit lane stays one row.
struct Quad {
  Words even, odd;
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  const std::uint32_t four = fourBytes(p);
#if defined(__SSSE3__) && !defined(__AVX2__)
  const __m128i x = _mm_cvtsi32_si128(static_cast<int>(four));
  const __m128i even = _mm_set1_epi32(static_cast<int>(0x80028000u));  // 0x80: nothing goes there
  const __m128i odd = _mm_set1_epi32(static_cast<int>(0x80038001u));
  return {reinterpret_cast<Words>(_mm_shuffle_epi8(x, even)),
          reinterpret_cast<Words>(_mm_shuffle_epi8(x, odd))};
#else
  return {(four & 0x00ff00ffu) - Words{}, (four >> 8 & 0x00ff00ffu) - Words{}};
#endif
}
using Shorts = std::int16_t __attribute__((vector_size(4 * kLanes), may_alias));
TIMBRE_INLINE Quad weightQuad(const std::int8_t* p) {
  const auto both = reinterpret_cast<Shorts>(loadWords(p));
  using Unsigned = std::uint16_t __attribute__((vector_size(4 * kLanes)));
  const auto low = reinterpret_cast<Shorts>(reinterpret_cast<Unsigned>(both) << 8);
  return {reinterpret_cast<Words>(low >> 8), reinterpret_cast<Words>(both >> 8)};
}
TIMBRE_INLINE Words pairs(Words a, Words b) {
#if defined(__AVX512BW__)
  return reinterpret_cast<Words>(
      _mm512_madd_epi16(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif defined(__AVX2__)
  return reinterpret_cast<Words>(
      _mm256_madd_epi16(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#else
  return reinterpret_cast<Words>(
      _mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#endif
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Quad weight) {
  return sum + pairs(input.even, weight.even) + pairs(input.odd, weight.odd);
}

#elif defined(__ARM_FEATURE_DOTPROD)

inline constexpr bool kOneInstruction = true;

// The instruction takes signed bytes only: inputs go in less 128, which begin() gives back.
struct Quad {
  Words bytes;
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  return {(fourBytes(p) ^ 0x80808080u) - Words{}};
}
TIMBRE_INLINE Quad weightQuad(const std::int8_t* p) {
  return {loadWords(p)};
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Quad weight) {
  return reinterpret_cast<Words>(vdotq_s32(reinterpret_cast<int32x4_t>(sum),
                                           reinterpret_cast<int8x16_t>(input.bytes),
                                           reinterpret_cast<int8x16_t>(weight.bytes)));
}

#else

inline constexpr bool kOneInstruction = false;

struct Quad {
  Ints part[4];
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  return {{p[0] - Ints{}, p[1] - Ints{}, p[2] - Ints{}, p[3] - Ints{}}};
}
TIMBRE_INLINE Quad weightQuad(const std::int8_t* p) {
  const Words w = loadWords(p);
  return {{reinterpret_cast<Ints>(w << 24) >> 24, reinterpret_cast<Ints>(w << 16) >> 24,
           reinterpret_cast<Ints>(w << 8) >> 24, reinterpret_cast<Ints>(w) >> 24}};
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Quad weight) {
  for (int i = 0; i < 4; ++i) sum += reinterpret_cast<Words>(input.part[i] * weight.part[i]);
  return sum;
}

#endif

/// The low byte of each lane, kLanes bytes in a row.
TIMBRE_INLINE void storeLowBytes(std::uint8_t* p, Words words) {
#if defined(__AVX512F__)
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p),
                   _mm512_maskz_cvtepi32_epi8(0xffff, reinterpret_cast<__m512i>(words)));
#elif defined(__AVX2__)
  const auto v = reinterpret_cast<__m256i>(words & 255u);
  const __m128i halves =
      _mm_packus_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(halves, halves));
#elif defined(__SSE2__)
  const auto v = reinterpret_cast<__m128i>(words & 255u);
  const __m128i pairs = _mm_packs_epi32(v, v);
  const int four = _mm_cvtsi128_si32(_mm_packus_epi16(pairs, pairs));
  __builtin_memcpy(p, &four, 4);
#else
  for (int i = 0; i < kLanes; ++i) p[i] = static_cast<std::uint8_t>(words[i]);
#endif
}

}  // namespace
}  // namespace timbre::sampler
