/// Which frames of a note are looked at.
#pragma once

namespace timbre::audio {

/// A frame with less of the loudest frame's energy has died away: -40 dB.
inline constexpr double kSoundingEnergy = 1e-4;

}  // namespace timbre::audio
