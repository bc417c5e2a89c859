/// A sound at another speed, and so at another pitch: crops are varied by it. No torch here.
#pragma once

#include <span>

namespace timbre::training {

/// How many samples before and behind the place it plays perturbSpeed() looks at. `speed` > 0.
int reachAt(double speed);

/// out[i] = the sound at sample from + i * speed, zeros outside it: a windowed sinc that lets pass
/// what fits below the Nyquist frequency afterwards, flat to 0.8 of it, 80 dB down above.
void perturbSpeed(std::span<const float> sound, double from, double speed, std::span<float> out);

}  // namespace timbre::training
