#include "ui/widgets/PeakHold.h"

#include <algorithm>

namespace timbre::ui {

void PeakHold::take(double peakDb, double seconds) {
  const double fallen = kFall * seconds;
  level_ = std::max({peakDb, level_ - fallen, kLowest});
  sinceHeld_ += seconds;
  if (level_ >= held_) {
    held_ = level_;
    sinceHeld_ = 0;
  } else if (sinceHeld_ > kHoldSeconds) {
    held_ = std::max(level_, held_ - fallen);
  }
}

}  // namespace timbre::ui
