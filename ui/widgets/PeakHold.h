/// How a level meter moves: up at once, slowly down, and a mark that stays at the peak.
#pragma once

namespace timbre::ui {

/// Levels are dBFS; silence is kLowest.
class PeakHold {
 public:
  static constexpr double kLowest = -60;
  static constexpr double kFall = 24;          ///< dB per second
  static constexpr double kHoldSeconds = 1.5;  ///< until the mark falls, too

  /// `peakDb`: of the last `seconds`.
  void take(double peakDb, double seconds);
  double level() const { return level_; }
  double held() const { return held_; }
  bool silent() const { return level_ <= kLowest && held_ <= kLowest; }

 private:
  double level_ = kLowest;
  double held_ = kLowest;
  double sinceHeld_ = 0;
};

}  // namespace timbre::ui
