/// Audible differences between a reconstruction and its original: spectra, noise, attacks, treble.
#pragma once

#include <optional>

#include "analysis/OctaveBands.h"
#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::evaluation {

/// Each is the reconstruction's less the original's; none where the original has nothing to
/// measure. The reconstruction is brought to the original's RMS first.
struct SoundErrors {
  std::optional<double> spectrum;          ///< dB, analysis::multiScaleSpectrumDistance, all cells
  std::optional<double> soundingSpectrum;  ///< dB, the same where the original sounds
  analysis::OctaveValues harmonicNoise;    ///< dB by octave, analysis::harmonicNoiseRatio
  analysis::OctaveValues octaveLevel;      ///< dB by octave
  bool struck =
      false;  ///< by the original's own sound: analysis::isStruck. Else no attack is given
  std::optional<double> riseTime;          ///< ms, from 10 % to 90 %
  std::optional<double> attackLevel;       ///< dB, of the first 25 ms from the original's onset on
  std::optional<double> centroidCourse;    ///< 1 - r of the centroids, in [0, 2]
  std::optional<double> envelope;          ///< dB, >= 0, analysis::envelopeError
  std::optional<double> crackle;           ///< dB, analysis::trebleCrest
  std::optional<double> interHarmonic;     ///< dB, analysis::interHarmonicChange
  std::optional<double> originalRiseTime;  ///< ms, for comparison
};

/// The mean of the octaves' absolute errors; none when no octave has one.
std::optional<double> meanAbsolute(const analysis::OctaveValues& errors);

struct KnownPitches {
  std::optional<MidiPitch> heard;  ///< of the original; none: no harmonics, no noise ratio
  std::optional<MidiPitch> told;  ///< given to the decoder; none: no partials between its harmonics
};

/// Clips of equal rate and length. Any thread; about 0.3 s for 4 s.
SoundErrors soundErrors(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                        const KnownPitches& pitches);

}  // namespace timbre::evaluation
