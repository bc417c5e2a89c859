/// Products of activations and signed bytes in the widest way the including file is compiled for.
/// Exact: no path saturates, so that every processor has the same sums. For the kernel files alone,
/// as Vector.h.
///
/// An activation is an integer of 8 bits, or of 16. How it is stored is the processor's own choice:
/// Quad multiplies four columns of 8 bits at a time, or of one of the two planes of 16 (all high
/// bytes, then all low ones); where kWords is true, Pair multiplies two columns of 16 bits.
#pragma once

#include "sampler/kernels/Vector.h"

namespace timbre::sampler {
namespace {

TIMBRE_INLINE Words loadWords(const void* p) {
  return *static_cast<const Words*>(p);
}

TIMBRE_INLINE std::uint32_t fourBytes(const std::uint8_t* p) {
  std::uint32_t four;
  __builtin_memcpy(&four, p, 4);
  return four;
}

#if defined(__AVX512VNNI__) || defined(__AVXVNNI__)

inline constexpr bool kOneInstruction = true;
inline constexpr bool kWords = false;
inline constexpr int kByteTaken = 0;  // as in ByteStorage
inline constexpr int kByteZero = 128;

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
inline constexpr bool kWords = true;
#define TIMBRE_WORDS

#if defined(__AVX512BW__)
using Integers = __m512i;
#define TIMBRE_INTEGER(name) _mm512_##name
#elif defined(__AVX2__)
using Integers = __m256i;
#define TIMBRE_INTEGER(name) _mm256_##name
#else
using Integers = __m128i;
#define TIMBRE_INTEGER(name) _mm_##name
#endif
TIMBRE_INLINE Integers integers(Words v) {
  return reinterpret_cast<Integers>(v);
}
/// Of 16-bit numbers, two to a lane.
TIMBRE_INLINE Words multiplyAddPairs(Integers a, Integers b) {
  return reinterpret_cast<Words>(TIMBRE_INTEGER(madd_epi16)(a, b));
}

/// Two columns of 16 bits. The weights are spread on the way from memory: every processor does that
/// beside its multiplications.
struct Pair {
  Integers numbers;
};
TIMBRE_INLINE Pair inputPair(const std::uint8_t* p) {
  return {integers(fourBytes(p) - Words{})};
}
/// Their high bytes.
TIMBRE_INLINE Pair highBytes(Pair input) {
  return {TIMBRE_INTEGER(srai_epi16)(input.numbers, 8)};
}
TIMBRE_INLINE Pair weightPair(const std::int8_t* p) {
#if defined(__AVX512BW__)
  return {_mm512_cvtepi8_epi16(_mm256_load_si256(reinterpret_cast<const __m256i*>(p)))};
#elif defined(__AVX2__)
  return {_mm256_cvtepi8_epi16(_mm_load_si128(reinterpret_cast<const __m128i*>(p)))};
#else
  const __m128i w = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p));
  return {_mm_srai_epi16(_mm_unpacklo_epi8(w, w), 8)};
#endif
}
TIMBRE_INLINE Words dot(Words sum, Pair input, Pair weight) {
  return sum + multiplyAddPairs(input.numbers, weight.numbers);
}

#if defined(__SSSE3__)

// The multiply-add of bytes takes an unsigned and a signed one, and its 16 bits hold the sum of two
// products of at most 128 x 127: the activation goes in as a distance, its sign goes to the weight.
inline constexpr int kByteTaken = 128;
inline constexpr int kByteZero = 0;
struct Quad {
  Integers bytes, distances;
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  const Integers x = integers(fourBytes(p) - Words{});
  return {x, TIMBRE_INTEGER(abs_epi8)(x)};
}
TIMBRE_INLINE Integers weightQuad(const std::int8_t* p) {
  return integers(loadWords(p));
}
TIMBRE_INLINE Integers signedLike(Integers weight, Integers input) {
#if defined(__AVX512BW__)
  return _mm512_mask_sub_epi8(weight, _mm512_movepi8_mask(input), __m512i{}, weight);
#elif defined(__AVX2__)
  return _mm256_sign_epi8(weight, input);
#else
  return _mm_sign_epi8(weight, input);
#endif
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Integers weight) {
  const Integers pairs =
      TIMBRE_INTEGER(maddubs_epi16)(input.distances, signedLike(weight, input.bytes));
  return sum + multiplyAddPairs(pairs, TIMBRE_INTEGER(set1_epi16)(1));
}

#else

// Even and odd bytes apart, as 16-bit numbers.
inline constexpr int kByteTaken = 0;
inline constexpr int kByteZero = 128;
struct Quad {
  Integers even, odd;
};
TIMBRE_INLINE Quad inputQuad(const std::uint8_t* p) {
  const std::uint32_t four = fourBytes(p);
  return {integers((four & 0x00ff00ffu) - Words{}), integers((four >> 8 & 0x00ff00ffu) - Words{})};
}
TIMBRE_INLINE Quad weightQuad(const std::int8_t* p) {
  const Integers both = integers(loadWords(p));
  return {_mm_srai_epi16(_mm_slli_epi16(both, 8), 8), _mm_srai_epi16(both, 8)};
}
TIMBRE_INLINE Words dot(Words sum, Quad input, Quad weight) {
  return sum + multiplyAddPairs(input.even, weight.even) + multiplyAddPairs(input.odd, weight.odd);
}

#endif

#elif defined(__ARM_FEATURE_DOTPROD)

inline constexpr bool kOneInstruction = true;
inline constexpr bool kWords = false;
inline constexpr int kByteTaken = 128;
inline constexpr int kByteZero = 128;

// The instruction takes signed bytes only.
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
inline constexpr bool kWords = false;
inline constexpr int kByteTaken = 0;
inline constexpr int kByteZero = 128;

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

#ifdef TIMBRE_WORDS
/// Numbers within [-32768, 32767], kLanes of them in a row, as 16 bits each.
TIMBRE_INLINE void storeWords(std::uint8_t* p, Ints numbers) {
  const auto v = reinterpret_cast<Integers>(numbers);
#if defined(__AVX512F__)
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_maskz_cvtepi32_epi16(0xffff, v));
#elif defined(__AVX2__)
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p),
                   _mm_packs_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1)));
#else
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packs_epi32(v, v));
#endif
}
#endif

}  // namespace
}  // namespace timbre::sampler
