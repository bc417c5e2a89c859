/// Noise of a given spectrum that changes with time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/Units.h"
#include "model/harmonic/HarmonicFrame.h"

namespace timbre::model::harmonic {

/// Spectra of random phase, transformed back and overlapped by half under sine windows, so that
/// their powers add up to a constant. One thread at a time; allocates in the constructor alone.
class NoiseBands {
 public:
  using Levels = std::array<float, kNoiseBands>;

  /// `seed` and the place in the sound decide the noise.
  NoiseBands(SampleRate rate, std::uint64_t seed);

  /// Samples from one spectrum to the next: 256 at 16 kHz.
  int hop() const { return hop_; }
  /// The sound begins, with these levels: dB in 62.5 Hz, see HarmonicFrame. Above the highest band
  /// they fall by 12 dB per octave.
  void begin(const Levels& levels);
  /// Adds the next hop() samples to `out`; at their end `levels` are in force.
  void add(const Levels& levels, std::span<float> out);

 private:
  void makeSpectrum(const Levels& levels);
  void transform();

  /// A bin's place between two bands.
  struct Place {
    int band;      // the lower one
    float weight;  // of the upper one
    float fallDb;  // beyond all bands
  };

  int hop_;
  float binDb_;  // what a bin's amplitude has beside the level
  std::uint64_t seed_;
  std::uint64_t made_ = 0;  // spectra
  std::vector<Place> places_;
  std::vector<float> window_, real_, imaginary_;  // 2 * hop
  std::vector<float> tail_;                       // what the last spectrum leaves to the next hop
  std::vector<float> cosines_, sines_;            // of all stages, one after another
  std::vector<std::uint16_t> reversed_;
};

}  // namespace timbre::model::harmonic
