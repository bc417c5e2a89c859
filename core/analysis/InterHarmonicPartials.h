/// Partials between the harmonics of the given pitch: an organ's lower octave, a bell.
#pragma once

#include <cstddef>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::analysis {

struct InterHarmonicPartials {
  std::vector<double> hertz;  ///< ascending
  double share = 0;           ///< of the sound's power, [0, 1]
};

/// A smaller share than this (-20 dB) is not missed.
inline constexpr double kAudibleInterHarmonicShare = 0.01;

/// Peaks of the mean spectrum outside the harmonics of `told` (tuned within 50 cents to what
/// sounds): within 50 dB of the largest peak and 15 dB above what surrounds them, so that noise
/// counts for nothing. BadFormat for an empty clip. Any thread.
Result<InterHarmonicPartials> interHarmonicPartials(const audio::AudioClip& clip, MidiPitch told);

/// dB by which `other` is louder at the original's partials than the original: 0 when it keeps
/// them, negative when it loses them, at least -40. What `other` has around them is noise and taken
/// off. BadFormat when `other` is empty. Bring both to one level first.
Result<double> interHarmonicChange(const audio::AudioClip& original, const audio::AudioClip& other,
                                   MidiPitch told);

}  // namespace timbre::analysis
