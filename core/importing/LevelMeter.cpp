#include "importing/LevelMeter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace timbre::importing {
namespace {

constexpr double kOffsetHertz = 10;
constexpr double kTrebleHertz = 3000;

/// The step of a one-pole low pass.
float stepOf(double hertz, SampleRate rate) {
  return static_cast<float>(1 - std::exp(-2 * std::numbers::pi * hertz / rate.hz));
}

float decibels(double power) {
  return static_cast<float>(10 * std::log10(power + 1e-20));
}

}  // namespace

LevelMeter::LevelMeter(SampleRate rate, int channels)
    : channels_(channels),
      block_(std::max(1L, std::lround(rate.hz * kBlockSeconds))),
      follow_(stepOf(kOffsetHertz, rate)),
      treble_(stepOf(kTrebleHertz, rate)),
      memory_(static_cast<std::size_t>(channels)) {}

void LevelMeter::add(std::span<const float> frames) {
  for (std::size_t c = 0; !begun_ && c < memory_.size(); ++c) memory_[c].offset = frames[c];
  begun_ = true;
  for (std::size_t i = 0; i < frames.size(); i += memory_.size()) {
    for (std::size_t c = 0; c < memory_.size(); ++c) {
      Memory& kept = memory_[c];
      const float x = frames[i + c] - kept.offset;
      kept.offset += follow_ * x;
      kept.first += treble_ * (x - kept.first);
      const float high = x - kept.first;
      kept.second += treble_ * (high - kept.second);
      const float higher = high - kept.second;
      sum_ += double{x} * x;
      brightSum_ += double{higher} * higher;
    }
    if (++held_ == block_) close();
  }
  frames_ += static_cast<std::int64_t>(frames.size()) / channels_;
}

std::vector<float> LevelMeter::levels() {
  if (held_ > 0) close();
  return std::move(levels_);
}

void LevelMeter::close() {
  const auto count = static_cast<double>(held_) * channels_;
  levels_.push_back(decibels(sum_ / count));
  bright_.push_back(decibels(brightSum_ / count));
  sum_ = brightSum_ = 0;
  held_ = 0;
}

}  // namespace timbre::importing
