/// A sound at one instant, as partials and noise. Ours, not the paper's.
#pragma once

#include <array>

namespace timbre::model::harmonic {

inline constexpr int kPartials = 128;        ///< at most
inline constexpr int kHalfPartials = 16;     ///< at 1/2, 3/2, ... of the fundamental
inline constexpr int kDetunedPartials = 16;  ///< the lowest ones have a detune of their own
inline constexpr int kNoiseBands = 48;
inline constexpr int kGainsPerFrame = 4;
inline constexpr float kSilentDb = -95;  ///< what is softer is not played

/// Edges of the noise bands in Hz: 16 of 62.5 Hz up to 1 kHz, then 32 up to 8 kHz, each a 32nd of
/// three octaves wide.
std::array<double, kNoiseBands + 1> noiseBandEdges();
/// The middles of these, in Hz.
const std::array<float, kNoiseBands>& noiseBandCentres();

/// Levels are in dB relative to full scale.
struct HarmonicFrame {
  float detuneCents = 0;    ///< of everything, -100 .. 100
  float inharmonicity = 0;  ///< B: partial k lies at k f sqrt(1 + B k^2); 0 .. 0.002
  std::array<float, kDetunedPartials> partialDetuneCents{};  ///< besides, -60 .. 60
  std::array<float, kPartials> partialDb{};                  ///< of the amplitude
  std::array<float, kHalfPartials> halfPartialDb{};
  std::array<float, kNoiseBands> noiseDb{};  ///< mean square in 62.5 Hz about the band's middle
  /// Of the frame that begins here, at 1/8, 3/8, 5/8 and 7/8 of it: what partials and noise are
  /// multiplied with, -30 .. 6. An attack is shorter than a frame.
  std::array<float, kGainsPerFrame> gainDb{};
};

}  // namespace timbre::model::harmonic
