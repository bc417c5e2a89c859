/// Noise and gaps in the past samples that a WaveNet's decoder is given, so that it uses the
/// embedding and stays stable on its own output. No torch here.
#pragma once

#include <span>

#include "training/data/Random.h"

namespace timbre::training {

/// heard: classes as the networks see them, in [-1, 1). A quarter stays as it is, 15 % get white
/// noise of up to 0.15, 45 % the coloured, whistling noise that free running makes, 35 dB below the
/// sound to 3 dB above, and 15 % a little noise and two gaps of 200 to 1500 samples.
void corruptInput(std::span<float> heard, Random& random);

}  // namespace timbre::training
