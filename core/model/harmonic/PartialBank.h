/// Many sines at once.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/Units.h"
#include "model/harmonic/HarmonicFrame.h"

namespace timbre::model::harmonic {

inline constexpr int kOscillators = kPartials + kHalfPartials;
inline constexpr int kBlock = 64;  ///< samples made at once

/// The phases are whole numbers, so that a sound stays the same bits however long it lasts. One
/// thread at a time; allocates nothing.
class PartialBank {
 public:
  /// `seed` decides the phases at the beginning, where the bank stands.
  PartialBank(SampleRate rate, std::uint64_t seed);

  /// Back to the beginning.
  void begin();

  /// Adds the next kBlock samples to `out`. Amplitudes go in a straight line from `from` to `to`;
  /// `hertz` holds for the block. Oscillators without amplitude only move on.
  void add(std::span<const float, kOscillators> hertz, std::span<const float, kOscillators> from,
           std::span<const float, kOscillators> to, std::span<float, kBlock> out);

 private:
  std::uint64_t seed_;
  double phasePerHertz_;  // 2^-32 turns per sample
  std::array<std::uint32_t, kOscillators> phases_{};
};

}  // namespace timbre::model::harmonic
