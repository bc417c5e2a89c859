/// The octaves in which levels and noise are measured, and the level of each.
#pragma once

#include <array>
#include <optional>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

/// 62.5-125 Hz, 125-250 Hz, ... 4-8 kHz.
inline constexpr int kOctaveBands = 7;
inline constexpr double kLowestBand = 62.5;  ///< Hz

/// One value per octave; none where there is nothing to measure.
using OctaveValues = std::array<std::optional<double>, kOctaveBands>;

/// The octave of a frequency; -1 below and above them all.
int octaveOf(double hertz);

/// Mean power in dB of each octave while the clip sounds, none further than 60 dB below their sum.
/// 0 dB is a sine of amplitude 1. BadFormat for an empty clip. Any thread; some 10 ms for 4 s.
Result<OctaveValues> octaveLevels(const audio::AudioClip& clip);

}  // namespace timbre::analysis
