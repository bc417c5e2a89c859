/// From parameters to samples: partials, noise and gains of one sound at any of three rates.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/Units.h"
#include "model/harmonic/HarmonicFrame.h"
#include "model/harmonic/NoiseBands.h"
#include "model/harmonic/PartialBank.h"
#include "model/harmonic/PeakLimiter.h"

namespace timbre::model::harmonic {

/// The model's rate, twice and three times it.
bool canRender(SampleRate rate);

/// Between two frames everything goes in a straight line: amplitudes, frequencies, the noise's
/// levels in dB. Same frames and seed, same bits, on every processor. One thread at a time;
/// allocates in the constructor alone.
class HarmonicVoice {
 public:
  /// canRender(rate). `frameSamples`: of a frame at the model's rate, a multiple of 512. `seed`
  /// decides the phases and the noise.
  HarmonicVoice(SampleRate rate, int frameSamples, std::uint64_t seed);

  /// Samples of a frame at this rate.
  std::size_t frameSize() const { return static_cast<std::size_t>(blocks_) * kBlock; }

  /// The sound begins with this frame. `pitch`: MIDI, fractions are cents; negative: none, noise
  /// alone.
  void begin(double pitch, const HarmonicFrame& first);
  /// The next frame begins, `next` follows it. `last`: nothing does, its gains are not used. Every
  /// sample of the frame before has been made.
  void enter(double pitch, const HarmonicFrame& next, bool last);
  /// The next kBlock samples of the frame, within full scale.
  void render(std::span<float, kBlock> out);

 private:
  /// What oscillators need of a frame.
  struct Tones {
    std::array<float, kOscillators> hertz{}, amplitude{};
  };
  Tones tonesOf(double pitch, const HarmonicFrame& frame) const;
  void addNoise();
  void applyGain(std::span<float, kBlock> out);

  SampleRate rate_;
  int blocks_;  // of a frame
  PartialBank partials_;
  NoiseBands noise_;
  PeakLimiter limiter_;

  HarmonicFrame from_, to_;
  Tones tonesFrom_, tonesTo_;
  int block_ = 0;                 // of the frame under way
  std::vector<float> noiseMade_;  // a hop of it
  std::size_t noiseUsed_ = 0;
  std::array<float, kGainsPerFrame + 2> gains_{};  // the frame's with its neighbours
};

}  // namespace timbre::model::harmonic
