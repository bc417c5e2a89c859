/// Sounds with known properties.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "audio/AudioClip.h"

namespace timbre::test {

inline audio::AudioClip sine(double hertz, double amplitude, int samples,
                             SampleRate rate = kModelRate) {
  std::vector<float> wave(static_cast<std::size_t>(samples));
  for (int i = 0; i < samples; ++i)
    wave[static_cast<std::size_t>(i)] =
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hertz * i / rate.hz));
  return {std::move(wave), rate};
}

/// White, uniform in [-amplitude, amplitude); the same every time.
inline audio::AudioClip noise(double amplitude, int samples, SampleRate rate = kModelRate) {
  std::vector<float> wave(static_cast<std::size_t>(samples));
  std::uint32_t state = 1;
  for (float& x : wave) {
    state = state * 1664525u + 1013904223u;
    x = static_cast<float>(amplitude * (state / 2147483648.0 - 1));
  }
  return {std::move(wave), rate};
}

inline audio::AudioClip silence(int samples, SampleRate rate = kModelRate) {
  return {std::vector<float>(static_cast<std::size_t>(samples)), rate};
}

inline double rms(std::span<const float> samples) {
  double sum = 0;
  for (const float x : samples) sum += double{x} * x;
  return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

/// Amplitude of the part of `samples` at this frequency.
inline double amplitudeAt(std::span<const float> samples, double hertz, SampleRate rate) {
  double re = 0;
  double im = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double turn = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rate.hz;
    re += samples[i] * std::cos(turn);
    im += samples[i] * std::sin(turn);
  }
  return 2 * std::hypot(re, im) / static_cast<double>(samples.size());
}

}  // namespace timbre::test
