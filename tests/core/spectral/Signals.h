/// Sounds and arrays for the tests of this room.
#pragma once

#include <cmath>
#include <complex>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::spectral {

using namespace timbre::test;

/// A plucked string at 220 Hz: harmonics that die away, the upper ones sooner, and a noisy start.
inline audio::AudioClip pluck(int samples = kNoteSamples) {
  const auto hiss = noise(0.05, samples);
  std::vector<float> values(samples);
  for (int i = 0; i < samples; ++i) {
    const double seconds = static_cast<double>(i) / kModelRate.hz;
    double sum = hiss.samples()[i] * std::exp(-30 * seconds);
    for (int h = 1; h <= 12; ++h) {
      sum += 0.3 / h * std::exp(-0.5 * h * seconds) *
             std::sin(2 * std::numbers::pi * 220.0 * h * seconds);
    }
    values[i] = static_cast<float>(sum);
  }
  return {std::move(values), kModelRate};
}

/// The values of a NumPy file of format 1.0 whose element type is known, in the order they are
/// stored.
template <class T>
std::vector<T> goldenArray(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (bytes.size() < 10) return {};
  std::uint16_t header = 0;
  std::memcpy(&header, bytes.data() + 8, sizeof header);
  const std::size_t start = std::size_t{10} + header;
  std::vector<T> values((bytes.size() - start) / sizeof(T));
  std::memcpy(values.data(), bytes.data() + start, values.size() * sizeof(T));
  return values;
}

}  // namespace timbre::spectral
