/// The partial at a point of a picture, and the box of the sound that isolates it.
#pragma once

#include <optional>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "spectral/MaskedSound.h"

namespace timbre::analysis {

struct Partial {
  int number = 0;          ///< of the comb; 0: of no comb
  double hertz = 0;        ///< of its peak
  double levelDb = 0;      ///< at that moment
  spectral::SoundBox box;  ///< as long as the sound, half way to its neighbours
};

/// The loudest peak within a semitone of `hertz` at that moment. `pitch`: the fundamental in Hz,
/// where it is known: partials then lie a fundamental apart; else the neighbouring peaks say how
/// far the box reaches. None where nothing stands out. Fails as spectrumAt().
Result<std::optional<Partial>> partialAt(const audio::AudioClip& clip, double seconds, double hertz,
                                         std::optional<double> pitch = {});

}  // namespace timbre::analysis
