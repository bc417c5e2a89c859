/// Our model of dynamics: softer notes are darker.
#pragma once

#include "audio/AudioClip.h"

namespace timbre::render {

/// FluidR3's velocity changes nothing but the level in four programs of five, and the level is
/// evened out here; real instruments also lose their upper partials when played softly. So a softer
/// note falls off above its fundamental, by 0 / 1 / 2.2 / 3.6 / 5 dB per octave at velocities 127 /
/// 100 / 75 / 50 / 25, in between by straight lines, and below 25 as at 25.
double tiltOf(int velocity);

/// The clip with that slope (dB per octave) above `hertz`, nothing below; zero phase, same length.
/// The filter is 32 ms long, so slopes under 100 Hz come out rounded.
audio::AudioClip tilted(const audio::AudioClip& clip, double hertz, double dbPerOctave);

}  // namespace timbre::render
