/// Where a sounding note is struck again.
#pragma once

#include <cstddef>
#include <span>

namespace timbre::importing {

/// Levels as LevelMeter gives them.
struct LevelCourse {
  std::span<const float> levels;
  std::span<const float> bright;  ///< of the treble; may be empty
  float top = 0;                  ///< dBFS of the loudest block
  float brightFloor = -200;       ///< dBFS of the quietest tenth of `bright`
};
LevelCourse courseOf(std::span<const float> levels, std::span<const float> bright);

/// Whether a sound begins anew at block `at` while the one before still sounds. True where
/// - the level leaps by 10 dB within 60 ms and is then at its height, or
/// - it rises by 2.8 dB within 20 ms, the treble by as much, between two decays, or
/// - it rises by 1.5 dB so, with a burst of 8 dB of treble, as a hammer or a pick makes.
/// A level that swings smoothly does none of these below 3 Hz; joinedTremolo() sees to faster ones.
/// Clicks, and noise of a key let go, 20 dB below the loudest, are none.
bool isAttack(const LevelCourse& course, std::size_t at);

}  // namespace timbre::importing
