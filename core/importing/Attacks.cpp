#include "importing/Attacks.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace timbre::importing {
namespace {

constexpr float kAttackRange = 20;   // dB below the loudest of all
constexpr float kLeap = 10;          // dB
constexpr float kHeight = 3;         // dB below the loudest of the next 150 ms
constexpr std::size_t kAhead = 15;   // blocks
constexpr float kRise = 2.8f;        // dB
constexpr float kSmallRise = 1.5;    // dB
constexpr float kDecay = 0.4f;       // dB within 100 ms
constexpr float kAtOnce = 0.5f;      // dB below the height after 20 ms
constexpr float kFaintest = 50;      // dB below the sound: fainter treble is none
constexpr float kBurst = 8;          // dB
constexpr float kDecayRipple = 1.5;  // dB by which a decay may rise
constexpr float kMasked = 4;         // dB over its floor: treble that is noise
constexpr float kStaysUp = 0.7f;     // dB

float loudest(std::span<const float> levels, std::size_t from, std::size_t count) {
  const auto some = levels.subspan(from, std::min(count, levels.size() - from));
  return *std::ranges::max_element(some);
}

float mean(std::span<const float> levels, std::size_t from, std::size_t count) {
  const auto some = levels.subspan(from, count);
  return std::accumulate(some.begin(), some.end(), 0.0f) / static_cast<float>(count);
}

/// Three blocks are much louder than the four before the last two, and at the height of what
/// follows: a swell is not.
bool leaps(std::span<const float> levels, std::size_t at) {
  const float now = loudest(levels, at, 3);
  return at + kAhead <= levels.size() && now > loudest(levels, at - 6, 5) + kLeap &&
         now > loudest(levels, at, kAhead) - kHeight;
}

/// Over 30 ms, as the blocks of low notes are shorter than their period.
float smooth(std::span<const float> levels, std::size_t at) {
  return mean(levels, at - 1, 3);
}

/// Whether the level never rises by much from `from` to `to`.
bool isDecay(std::span<const float> levels, std::size_t from, std::size_t to) {
  float lowest = smooth(levels, from);
  for (std::size_t i = from; i < to; ++i) {
    const float level = smooth(levels, i);
    if (level > lowest + kDecayRipple) return false;
    lowest = std::min(lowest, level);
  }
  return true;
}

/// A short rise between two decays that stays: neither a swing, which falls as fast as it rises,
/// nor a click.
bool restarts(const LevelCourse& course, std::size_t at) {
  constexpr std::size_t kBack = 12, kNear = 6, kAfter = 4, kStays = 8;
  const auto levels = course.levels, bright = course.bright;
  if (at < kBack || at + kAfter + kStays > levels.size()) return false;
  const float before = smooth(levels, at - 2);
  const float height = smooth(levels, at + 2);
  const float rise = height - before;
  if (smooth(levels, at + 1) < height - kAtOnce) return false;
  if (rise < kSmallRise || loudest(levels, at + kAfter, kStays) > height + kSmallRise) return false;
  const float peak = bright.empty() ? height : loudest(bright, at, 3);
  const float treble = bright.empty() ? rise : peak - loudest(bright, at - 4, 4);
  const bool burst = treble >= kBurst && peak > height - kFaintest;
  const bool masked = !bright.empty() && bright[at - 1] < course.brightFloor + kMasked;
  if (!burst && (rise < kRise || (treble < rise - 1 && !masked))) return false;
  return smooth(levels, at - kBack + 1) > before + kDecay &&
         smooth(levels, at - kNear) < before + rise / 2 &&
         isDecay(levels, at - kBack + 1, at - 1) &&
         isDecay(levels, at + 2, at + kAfter + kStays - 1) &&
         mean(levels, at + kAfter, kStays) > before + kStaysUp;
}

}  // namespace

LevelCourse courseOf(std::span<const float> levels, std::span<const float> bright) {
  LevelCourse course{levels, bright};
  if (!levels.empty()) course.top = *std::ranges::max_element(levels);
  if (bright.empty()) return course;
  std::vector<float> sorted(bright.begin(), bright.end());
  const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
  std::ranges::nth_element(sorted, tenth);
  course.brightFloor = *tenth;
  return course;
}

bool isAttack(const LevelCourse& course, std::size_t at) {
  if (at < 6 || at + 3 > course.levels.size()) return false;
  if (loudest(course.levels, at, 3) <= course.top - kAttackRange) return false;
  return leaps(course.levels, at) || restarts(course, at);
}

}  // namespace timbre::importing
