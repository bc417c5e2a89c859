/// First guesses of the phases behind magnitudes.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>

#include "spectral/Stft.h"

namespace timbre::spectral {

/// Numbers that depend on the seed alone, on every machine: the n-th is a hash of seed and n
/// (SplitMix64).
class Uniform {
 public:
  explicit Uniform(std::uint64_t seed) : state_(seed) {}
  /// In [0, 1).
  float next();

 private:
  std::uint64_t state_;
};

/// How magnitudes and cells lie in memory: frame-major, `stride` apart.
struct FrameGrid {
  int bins = 0, frames = 0;
  std::size_t stride = 0;
};

/// Fills `cells` with magnitudes times exp(i * span * uniform).
void startAtRandom(const float* magnitudes, const FrameGrid& grid, float span, std::uint64_t seed,
                   std::complex<float>* cells);

/// All harmonics of a tone below half the rate, as cosines of amplitude 1 that begin with the first
/// sample. `period`: of the tone, in samples, >= 2.
void pulses(double period, std::span<float> out);

/// Every local maximum of a frame is taken for a steady sine: its frequency is read from its two
/// neighbours' ratio, its phase continues from the frame before, and the bins around it down to the
/// next valley turn with it.
void startFromPeaks(const float* magnitudes, const StftParams& params, const FrameGrid& grid,
                    std::uint64_t seed, std::complex<float>* cells);

}  // namespace timbre::spectral
