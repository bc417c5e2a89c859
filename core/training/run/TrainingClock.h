/// The time of a training run: of this call, and of all calls together. No torch here.
#pragma once

namespace timbre::training {

/// Seconds of training; the waits for room on the disk are none. One thread.
class TrainingClock {
 public:
  /// `minutes`: of this call; 0: it ends by steps.
  explicit TrainingClock(double minutes) : minutes_(minutes) {}

  /// On a clock that is never set.
  static double now();

  /// `before`: trained in earlier calls.
  void setBefore(double before) { before_ = before; }
  double before() const { return before_; }
  void start() { began_ = now(); }
  /// This long nothing was trained.
  void standStill(double seconds) { began_ += seconds; }

  /// Over all calls.
  double seconds() const { return before_ + now() - began_; }
  /// Of this call, from 0 on; 0 where it ends by steps.
  double partDone() const;
  /// The same over all calls, for the schedule.
  double partOfAll() const;
  /// Until the minutes are over, or until `stepsLeft` are done, whichever comes first; negative
  /// `stepsLeft`: no limit. Negative: no end is known.
  double secondsLeft(double stepsLeft, double secondsAStep) const;

 private:
  double minutes_;
  double before_ = 0;
  double began_ = 0;
};

}  // namespace timbre::training
