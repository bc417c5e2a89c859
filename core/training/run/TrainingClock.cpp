#include "training/run/TrainingClock.h"

#include <algorithm>
#include <chrono>

namespace timbre::training {

double TrainingClock::now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double TrainingClock::partDone() const {
  return minutes_ > 0 ? (now() - began_) / (60 * minutes_) : 0;
}

double TrainingClock::partOfAll() const {
  return minutes_ > 0 ? seconds() / (before_ + 60 * minutes_) : 0;
}

double TrainingClock::secondsLeft(double stepsLeft, double secondsAStep) const {
  double left = stepsLeft >= 0 ? stepsLeft * secondsAStep : -1;
  if (minutes_ > 0) {
    const double byClock = 60 * minutes_ - (now() - began_);
    left = left < 0 ? byClock : std::min(left, byClock);
  }
  return left < 0 ? -1 : left;
}

}  // namespace timbre::training
