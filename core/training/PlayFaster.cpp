#include "training/PlayFaster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

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

}  // namespace

int reachAt(double speed) {
  return static_cast<int>(std::ceil(kCrossings / scaleOf(speed))) + 1;
}

void playFaster(std::span<const float> sound, double from, double speed, std::span<float> out) {
  const Kernel& k = kernel();
  const double scale = scaleOf(speed), width = kCrossings / scale;
  const double last = static_cast<double>(sound.size()) - 1;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at = from + static_cast<double>(i) * speed;
    const auto begin = static_cast<std::ptrdiff_t>(std::ceil(std::max(0.0, at - width)));
    const auto end = static_cast<std::ptrdiff_t>(std::floor(std::min(last, at + width)));
    float sum = 0;
    for (std::ptrdiff_t t = begin; t <= end; ++t) {
      const auto place =
          static_cast<float>(std::abs(static_cast<double>(t) - at) * scale * kPerCrossing);
      const auto left = static_cast<std::size_t>(place);
      const float part = place - static_cast<float>(left);
      sum += sound[static_cast<std::size_t>(t)] * (k[left] + part * (k[left + 1] - k[left]));
    }
    out[i] = static_cast<float>(scale) * sum;
  }
}

}  // namespace timbre::training
