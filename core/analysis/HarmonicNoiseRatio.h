/// Harmonics against the rest, octave by octave.
#pragma once

#include "analysis/OctaveBands.h"
#include "audio/AudioClip.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::analysis {

/// The ratio is limited to these: the windows leak, which looks like noise 32 dB below the lowest
/// notes and 35 to 40 dB below others.
inline constexpr double kMostHarmonicNoiseRatio = 40;
inline constexpr double kLeastHarmonicNoiseRatio = -20;

/// dB, of the power at the harmonics of `pitch` (tuned within 50 cents to what sounds) to the power
/// of everything else, while the clip sounds. What lies between the harmonics is taken to lie under
/// them as densely. None for an octave without a harmonic, without room between harmonics, or more
/// than 60 dB below the whole. Partials that belong to no harmonic (bells, a second pitch) count as
/// the rest. BadFormat for an empty clip. Any thread; some 10 ms for 4 s.
Result<OctaveValues> harmonicNoiseRatio(const audio::AudioClip& clip, MidiPitch pitch);

}  // namespace timbre::analysis
