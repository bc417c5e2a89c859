/// Keeps a sound within full scale.
#pragma once

#include <span>

namespace timbre::model::harmonic {

/// Turns a block down when it would exceed the ceiling, and recovers by 20 dB per second. Below the
/// ceiling the sound passes unchanged.
class PeakLimiter {
 public:
  /// A block of `seconds`.
  explicit PeakLimiter(double seconds);
  void begin() { gain_ = 1; }
  void apply(std::span<float> block);
  static constexpr float kCeiling = 0.98F;

 private:
  float recovery_;  // a block
  float gain_ = 1;
};

}  // namespace timbre::model::harmonic
