/// The level of a sound from moment to moment, as its waveform's outline.
#pragma once

#include <vector>

#include "audio/AudioClip.h"

namespace timbre::analysis {

struct LevelCurve {
  double stepSeconds = 0.005;    ///< value i is about i * stepSeconds
  std::vector<float> amplitude;  ///< root mean square times sqrt(2): of a sine its amplitude
};

/// Hann-weighted over `windowSeconds`; what lies outside the sound is not counted. Empty for an
/// empty sound. Any thread; some 2 ms for a 4 s note.
LevelCurve levelCurve(const audio::AudioClip& clip, double windowSeconds = 0.02);

}  // namespace timbre::analysis
