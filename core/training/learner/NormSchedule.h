/// How long a baseline's batch normalisation updates its statistics. No torch here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace timbre::training {

/// A moving average that is short at first, so that the fresh numbers are soon forgotten.
inline double decayAt(std::int64_t step, double largest) {
  return std::min(largest, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
}

/// The paper's learns throughout. Ours takes the plain mean over the last batches before the
/// statistics are held: then what is trained is what is used.
class NormSchedule {
 public:
  /// Never held.
  NormSchedule() = default;
  /// Held after the usual number of steps.
  static NormSchedule held() { return NormSchedule(kHoldAfter); }

  /// Held from the start: for weights that are trained on.
  void holdNow() {
    if (holdAfter_ > 0) holdAfter_ = 0;
  }
  bool isHeld(std::int64_t step) const { return holdAfter_ >= 0 && step >= holdAfter_; }
  /// The step from which on they are held for good, after having been learnt.
  bool beginsToHold(std::int64_t step) const { return step > 0 && step == holdAfter_; }
  /// How much of the kept statistics the next batch replaces; nothing: they are held.
  std::optional<double> forgets(std::int64_t step) const {
    if (isHeld(step)) return std::nullopt;
    const std::int64_t measured = step - (holdAfter_ - kMeasured);
    const double decay = holdAfter_ >= 0 && measured >= 0
                             ? static_cast<double>(measured) / static_cast<double>(measured + 1)
                             : decayAt(step, kLargestDecay);
    return 1 - decay;
  }

  /// As a number that a state on disk keeps: steps until they are held; negative: never.
  std::int64_t holdAfter() const { return holdAfter_; }
  void setHoldAfter(std::int64_t steps) { holdAfter_ = steps; }

 private:
  static constexpr double kLargestDecay = 0.999;
  static constexpr std::int64_t kMeasured = 40;  // batches whose statistics are held in the end
  static constexpr std::int64_t kHoldAfter = 700;
  explicit NormSchedule(std::int64_t holdAfter) : holdAfter_(holdAfter) {}

  std::int64_t holdAfter_ = -1;
};

}  // namespace timbre::training
