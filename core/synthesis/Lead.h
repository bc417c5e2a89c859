/// How far ahead of the loudspeaker a live sound is made: as little as possible, and more on a busy
/// machine.
#pragma once

#include <algorithm>

namespace timbre::synthesis {

/// Seconds throughout; `now` by any clock that continues. One thread at a time.
class Lead {
 public:
  /// `least`: what is enough on a machine with nothing else to do.
  explicit Lead(double least) : least_(least), lead_(least) {}

  double least() const { return least_; }
  double now() const { return lead_; }

  /// Call it often, with how much was left before the next samples came. True: the lead has
  /// changed.
  bool saw(double left, double now) {
    lowest_ = std::min(lowest_, left);
    if (left < kAlarm * lead_ && lead_ < kMost) return set(std::min(kMost, kGrowth * lead_), now);
    if (now - since_ < kCalm) return false;
    const bool spare = lowest_ > kSpare * lead_ && lead_ > least_;
    return set(spare ? std::max(least_, lead_ / kGrowth) : lead_, now) && spare;
  }

  /// Half a second from the hand to the ear is the most that can still be played by.
  static constexpr double kMost = 0.5;

 private:
  static constexpr double kAlarm = 0.1;  ///< of the lead: it nearly ran dry
  static constexpr double kSpare = 0.5;  ///< of the lead: so much was never needed
  static constexpr double kGrowth = 1.5;
  static constexpr double kCalm = 8;  ///< before it is tried with less

  bool set(double lead, double now) {
    lead_ = lead;
    lowest_ = lead;
    since_ = now;
    return true;
  }

  double least_;
  double lead_;
  double lowest_ = kMost;  ///< since the last change or the last look
  double since_ = 0;
};

}  // namespace timbre::synthesis
