#include "training/data/SpeedPerturbation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace timbre::training {
namespace {

constexpr int kCrossings = 16;  // of the sinc with zero, on each side
constexpr int kPerCrossing = 256;
constexpr double kCutoff =
    0.9;                       // of the Nyquist frequency: half of what passes, half of what stops
constexpr double kKaiser = 8;  // -80 dB

using Kernel = std::array<float, kCrossings * kPerCrossing + 2>;

/// Half of it, by the distance in samples of the lower rate.
const Kernel& kernel() {
  static const Kernel made = [] {
    Kernel k{};
    for (std::size_t i = 0; i < kCrossings * kPerCrossing; ++i) {
      const double x = static_cast<double>(i) / kPerCrossing, edge = x / kCrossings;
      const double angle = std::numbers::pi * kCutoff * x;
      const double sinc = i == 0 ? 1 : std::sin(angle) / angle;
      const double window = std::cyl_bessel_i(0.0, kKaiser * std::sqrt(1 - edge * edge)) /
                            std::cyl_bessel_i(0.0, kKaiser);
      k[i] = static_cast<float>(kCutoff * sinc * window);
    }
    return k;
  }();
  return made;
}

/// How far apart samples are, in those of the lower rate.
double scaleOf(double speed) {
  return std::min(1.0, 1 / speed);
}

/// The kernel's taps for places between two samples, so that each sum runs over numbers that lie
/// side by side.
class Taps {
 public:
  explicit Taps(double speed)
      : reach_(reachAt(speed)),
        count_((2 * reach_ + kLanes - 1) / kLanes * kLanes),
        taps_(static_cast<std::size_t>((kPerCrossing + 1) * count_)) {
    const Kernel& k = kernel();
    const double scale = scaleOf(speed);
    for (int phase = 0; phase <= kPerCrossing; ++phase)
      for (int tap = 0; tap < 2 * reach_; ++tap) {
        const double away = tap - (reach_ - 1) - static_cast<double>(phase) / kPerCrossing;
        const double place = std::min(std::abs(away) * scale, double{kCrossings}) * kPerCrossing;
        const auto left = static_cast<std::size_t>(place);
        const auto part = static_cast<float>(place - static_cast<double>(left));
        taps_[static_cast<std::size_t>(phase * count_ + tap)] =
            static_cast<float>(scale) * (k[left] + part * (k[left + 1] - k[left]));
      }
  }
  int reach() const { return reach_; }
  int count() const { return count_; }

  /// `x`: count() samples, of which the one at reach() - 1 is `part` of a sample before the place.
  float sum(const float* x, float part) const {
    const float place = part * kPerCrossing;
    const int phase = std::min(static_cast<int>(place), kPerCrossing - 1);  // part may round to 1
    const float more = place - static_cast<float>(phase);
    const float* a = taps_.data() + static_cast<std::ptrdiff_t>(phase) * count_;
    const float* b = a + count_;
    std::array<float, kLanes> lanes{};
    for (int t = 0; t < count_; t += kLanes)
      for (std::size_t l = 0; l < kLanes; ++l)
        lanes[l] += x[t + l] * (a[t + l] + more * (b[t + l] - a[t + l]));
    float all = 0;
    for (const float lane : lanes) all += lane;
    return all;
  }

 private:
  static constexpr int kLanes = 8;
  int reach_, count_;
  std::vector<float> taps_;
};

}  // namespace

int reachAt(double speed) {
  return static_cast<int>(std::ceil(kCrossings / scaleOf(speed))) + 1;
}

void perturbSpeed(std::span<const float> sound, double from, double speed, std::span<float> out) {
  const Taps taps(speed);
  // Silence around it, so that no sum needs to look where it ends.
  std::vector<float> padded(sound.size() + 2 * static_cast<std::size_t>(taps.count()));
  std::copy(sound.begin(), sound.end(), padded.begin() + taps.count());
  const auto last = static_cast<std::ptrdiff_t>(padded.size()) - taps.count();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at = from + static_cast<double>(i) * speed, before = std::floor(at);
    const auto begin = static_cast<std::ptrdiff_t>(before) + taps.count() - (taps.reach() - 1);
    out[i] = begin < 0 || begin > last
                 ? 0.0f
                 : taps.sum(padded.data() + begin, static_cast<float>(at - before));
  }
}

}  // namespace timbre::training
