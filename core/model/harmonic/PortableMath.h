/// Elementary functions whose results are the same bits on every processor. Private to this room.
#pragma once

#include <bit>
#include <cstdint>

namespace timbre::model::harmonic {

/// 2^x to 2e-7, for x in [-126, 126].
inline float exp2Of(float x) {
  const float shifted = x + 126.5F;  // positive: the conversion cuts
  const auto whole = static_cast<std::int32_t>(shifted) - 126;
  const float t = x - static_cast<float>(whole);  // [-0.5, 0.5]
  float p = 1.5403530e-4F;
  p = p * t + 1.3333558e-3F;
  p = p * t + 9.6181291e-3F;
  p = p * t + 5.5504109e-2F;
  p = p * t + 2.4022651e-1F;
  p = p * t + 6.9314718e-1F;
  p = p * t + 1.0F;
  return p * std::bit_cast<float>((whole + 127) << 23);
}

/// The amplitude of a level in dB, which is clamped to +-120.
inline float amplitudeOf(float decibels) {
  constexpr float kOctavesPerDecibel = 0.16609640F;
  const float held = decibels < -120 ? -120.0F : decibels > 120 ? 120.0F : decibels;
  return exp2Of(held * kOctavesPerDecibel);
}

struct Direction {
  float cosine, sine;
};

/// `phase` in 2^-32 turns; to 2e-7.
inline Direction directionOf(std::uint32_t phase) {
  constexpr float kRadians = 1.4629180792671596e-9F;  // 2 pi / 2^32
  const std::uint32_t quadrant = (phase + 0x20000000U) >> 30;
  const float r =
      static_cast<float>(static_cast<std::int32_t>(phase - (quadrant << 30))) * kRadians;
  const float square = r * r;
  const float s =
      r + r * square * (-1.6666655e-1F + square * (8.3321608e-3F - square * 1.9515296e-4F));
  const float c =
      1.0F + square * (-0.5F + square * (4.1666645e-2F +
                                         square * (-1.3887316e-3F + square * 2.4433157e-5F)));
  const bool swap = (quadrant & 1U) != 0;
  const float cosine = swap ? s : c, sine = swap ? c : s;
  return {((quadrant + 1) & 2U) != 0 ? -cosine : cosine, (quadrant & 2U) != 0 ? -sine : sine};
}

/// Scrambles a counter: neighbours have nothing in common.
inline std::uint64_t scrambled(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace timbre::model::harmonic
