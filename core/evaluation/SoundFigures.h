/// The figures of a sound, and of a reconstruction compared with its original.
#pragma once

#include <optional>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::evaluation {

/// Figures of one sound. None where they do not apply.
struct SoundFigures {
  std::optional<MidiPitch> pitch{};       ///< by YIN
  std::optional<double> lufs;             ///< integrated loudness, EBU R 128
  std::optional<double> harmonicNoise{};  ///< dB: the mean over the octaves that count
  std::optional<double> attack{};         ///< s, from 10 % to 90 % of the top
};

/// Of a reconstruction against its original: the reconstruction minus the original.
struct FigureDifferences {
  double spectralDistance = 0;            ///< dB, see compare()
  std::optional<double> cents{};          ///< none where one has no pitch
  double envelopeCorrelation = 0;         ///< in [-1, 1], see compare()
  std::optional<double> harmonicNoise{};  ///< dB, over the octaves that count in the original
  std::optional<double> attack{};         ///< s
};

/// An octave counts for the harmonics-to-noise ratio when its level is within this of the loudest;
/// the others hold little but noise.
inline constexpr double kCountingRangeDb = 30;

/// `key`: the note's, at whose harmonics is looked. BadFormat for an empty clip. Cancellable. Some
/// 100 ms for a note; any thread.
Result<SoundFigures> soundFigures(const audio::AudioClip& clip, MidiPitch key, Progress& progress);
/// As soundFigures(), of two clips of equal rate.
Result<FigureDifferences> figureDifferences(const audio::AudioClip& original,
                                            const audio::AudioClip& rebuilt, MidiPitch key,
                                            Progress& progress);

}  // namespace timbre::evaluation
