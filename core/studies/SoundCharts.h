/// Sounds as charts: what several studies draw alike.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "studies/StudyResult.h"

namespace timbre::studies {

/// A sound with its title and the name of the study's sound that a click plays.
struct ShownSound {
  Label title;
  std::string name;
  audio::AudioClip clip;
};

/// Constant-Q pictures on one level scale, 70 dB deep, in the paper's colours.
Result<std::vector<Chart>> rainbowgramCharts(std::span<const ShownSound> sounds,
                                             Progress& progress);
/// Short-time transforms of 1,024 samples, 80 dB deep each, up to 4 kHz.
Result<std::vector<Chart>> spectrogramCharts(std::span<const ShownSound> sounds);
/// Samples from `begin` on over `seconds`.
Chart waveformChart(const ShownSound& sound, double begin, double seconds);
/// Levels every 5 ms, in one chart.
Chart envelopeChart(std::span<const ShownSound> sounds);

}  // namespace timbre::studies
