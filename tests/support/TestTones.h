/// Tones and noise whose measures are known.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::test {

/// One sample per call, from the time in seconds.
inline std::vector<float> samplesOf(double seconds, const std::function<double(double)>& at,
                                    int rate = kModelRate.hz) {
  std::vector<float> x(static_cast<std::size_t>(seconds * rate));
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<float>(at(static_cast<double>(i) / rate));
  return x;
}

inline audio::AudioClip clipOf(std::vector<float> x, SampleRate rate = kModelRate) {
  return {std::move(x), rate};
}

inline double sine(double hertz, double seconds) {
  return std::sin(2 * std::numbers::pi * hertz * seconds);
}

/// `count` harmonics of amplitude `level` each, with phases that do not line up.
inline std::function<double(double)> harmonics(double hertz, int count, double level) {
  return [=](double t) {
    double sum = 0;
    for (int n = 1; n <= count; ++n) sum += sine(n * hertz, t + 0.37 * n * n / hertz);
    return level * sum;
  };
}

/// White, uniform in [-level, level]; the same for the same seed. RMS: level / sqrt(3).
inline std::vector<float> whiteNoise(double seconds, double level, std::uint32_t seed = 1) {
  return samplesOf(seconds, [=, state = seed](double) mutable {
    state = state * 1664525u + 1013904223u;
    return level * (static_cast<double>(state >> 8) / (1 << 23) - 1);
  });
}

inline std::vector<float> sum(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) a[i] += b[i];
  return a;
}

inline audio::AudioClip scaled(const audio::AudioClip& from, float factor) {
  std::vector<float> x(from.samples().begin(), from.samples().end());
  for (float& s : x) s *= factor;
  return {std::move(x), from.rate()};
}

}  // namespace timbre::test
