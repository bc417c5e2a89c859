/// 8-bit mu-law as NSynth uses it (mu = 255): asymmetric floor, float32 throughout.
#pragma once

#include <cstdint>

namespace timbre::sampler {

/// Class 0..255 of a sample in [-1, 1]: floor(128 sign(x) ln(1 + 255 |x|) / ln 256) + 128, clamped
/// to 255 (x = 1 would give 256). Values beyond [-1, 1] clamp too; NaN gives 128.
int muLawClass(float x);

/// The class as the networks see it: (class - 128) / 128, in [-1, 1).
inline float scaledClass(int c) {
  return static_cast<float>(c - 128) / 128.0f;
}

/// The sample in the middle of class `c` (0..255); class 128 is exactly 0. Never beyond
/// +-0.97848809.
float muLawSample(int c);

}  // namespace timbre::sampler
