/// The spectrum of a sound at one moment, its peaks, and the harmonic comb that lies on them.
#pragma once

#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

struct SpectrumParams {
  double windowSeconds = 0.256;  ///< Hann; resolves partials 16 Hz apart. 0.004 .. 2
  int padding = 4;               ///< the transform is this many times as long, 1 .. 16
  double floorDb = -140;         ///< nothing is lower
};

/// Levels of bins from 0 Hz to half the rate.
struct SpectrumFrame {
  double seconds = 0;          ///< the middle of the window
  double binHertz = 1;         ///< from one bin to the next
  double resolutionHertz = 4;  ///< half the width of a line's foot: lines closer than this are one
  std::vector<float> levelDb;  ///< a sine of amplitude 1 on a bin has 0 dB

  /// Between bins by a straight line; the lowest bin below 0 Hz, the highest above half the rate.
  double levelAt(double hertz) const;
  bool operator==(const SpectrumFrame&) const = default;
};

/// The window is centred on `seconds`; before the start and behind the end there is silence. Any
/// thread; below 2 ms. BadFormat for an empty sound, Unsupported for parameters out of range.
Result<SpectrumFrame> spectrumAt(const audio::AudioClip& clip, double seconds,
                                 const SpectrumParams& params = {});

struct SpectralPeak {
  double hertz = 0;  ///< of a parabola through the logarithms of three bins: within 1 % of a bin
  double levelDb = 0;
  bool operator==(const SpectralPeak&) const = default;
};

/// The local maxima that stand 6 dB above what lies around them, at most `depthDb` below the
/// loudest, from the lowest frequency to the highest.
std::vector<SpectralPeak> peaksOf(const SpectrumFrame& frame, double depthDb = 80);

struct CombPartial {
  int number = 0;    ///< 1 is the fundamental
  double hertz = 0;  ///< where its peak stands
  double levelDb = 0;
  double cents = 0;  ///< from number * fundamental
  bool operator==(const CombPartial&) const = default;
};

/// Partials of a stiff string: f(n) = n f0 sqrt(1 + B n^2) (Fletcher 1964).
struct HarmonicComb {
  double fundamental = 0;             ///< f0, Hz
  double inharmonicity = 0;           ///< B; 0 where fewer than four partials were found
  std::vector<CombPartial> partials;  ///< those found, by number

  double hertzOf(double number) const;
};

/// The comb whose teeth stand on peaks, with its fundamental within 70 cents of `hertz`: by least
/// squares, each partial weighted by its number and its amplitude. None where no partial stands
/// near. On a steady tone without noise within 1 cent. Any thread; below 5 ms.
std::optional<HarmonicComb> snapComb(const SpectrumFrame& frame, double hertz);

/// The teeth as they stand, without snapping: `partials` holds the peaks that lie near them.
HarmonicComb combAt(const SpectrumFrame& frame, double hertz);

}  // namespace timbre::analysis
