/// Whether several cores are worth it at this moment: on a busy machine they wait for each other
/// instead. Private to this room.
#pragma once

#include <chrono>

namespace timbre::sampler {

/// Times short stretches of samples, and tries the slower way again now and then, for a twentieth
/// of the time at most.
class ParallelTuner {
 public:
  /// `enough`: samples per second that one core must make for the others to be left in peace;
  /// 0: the faster way counts alone.
  explicit ParallelTuner(double enough = 0) : fastEnough_(enough > 0 ? kStretch / enough : 0) {}

  /// To be asked before every sample. True: together.
  bool together() {
    const auto now = Clock::now();
    const double took = std::chrono::duration<double>(now - begin_).count();
    const bool dragging = together_ && alone_ > 0 && took > kPatience * alone_;
    if (done_ < kStretch && !dragging) {
      ++done_;
      return together_;
    }
    finish(took, done_);
    begin_ = now;
    done_ = 1;
    return together_;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr int kStretch = 32;
  static constexpr double kPatience = 3;
  static constexpr double kShare = 20;

  /// Seconds of a whole stretch, and of what was done of one.
  void finish(double took, int done) {
    if (done == 0) return;  // nothing was begun yet
    (together_ ? team_ : alone_) = took * kStretch / done;
    elapsed_ += took;
    const bool teamWins = team_ > 0 && team_ < alone_;
    const bool other = elapsed_ > kShare * (teamWins ? alone_ : tried_);
    if (together_) tried_ = took;
    if (!together_ && alone_ <= fastEnough_) return;
    if (team_ == 0 || alone_ == 0) {
      together_ = team_ == 0;
    } else if (other) {
      together_ = !teamWins;
      elapsed_ = 0;
    } else {
      together_ = teamWins;
    }
  }

  double fastEnough_;  ///< seconds of a stretch
  Clock::time_point begin_ = Clock::now();
  int done_ = 0;
  bool together_ = false;
  double team_ = 0, alone_ = 0;  ///< seconds of the last stretch of each kind
  double tried_ = 0;             ///< what the last try of the team cost
  double elapsed_ = 0;           ///< since the last try
};

}  // namespace timbre::sampler
