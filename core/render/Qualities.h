/// The qualities of a note that can be measured.
#pragma once

#include <bitset>

#include "audio/AudioClip.h"

namespace timbre::render {

struct Measured {
  double heldEndDb = 0;    ///< RMS from 2.80 to 2.98 s, dB re the peak sample
  double releasedDb = 0;   ///< RMS from 3.85 to 3.98 s, dB re the peak sample
  double rolloffHz = 0;    ///< 95 % of the energy lies below
  double aboveTwoKDb = 0;  ///< energy above 2 kHz, dB re all of it
};

/// A note of 4 s whose key goes up at 3 s. -200 dB stands for nothing at all.
Measured measured(const audio::AudioClip& clip);

/// bright, dark, fast_decay and long_release by thresholds found on genuine NSynth notes;
/// dataset::kQualities numbers the bits.
std::bitset<10> qualitiesOf(const Measured& m);

}  // namespace timbre::render
