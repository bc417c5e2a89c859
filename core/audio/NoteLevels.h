/// Levels that every room agrees on.
#pragma once

namespace timbre::audio {

/// A frame with less of the loudest frame's energy has died away: -40 dB.
inline constexpr double kSoundingEnergy = 1e-4;

/// dBFS: where the program puts the peak of a note whose level nobody else sets.
inline constexpr double kNotePeakDb = -1;

}  // namespace timbre::audio
