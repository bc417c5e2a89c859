#include "model/harmonic/PeakLimiter.h"

#include <algorithm>
#include <cmath>

namespace timbre::model::harmonic {
namespace {

constexpr double kRecoveryDbPerSecond = 20;
constexpr std::size_t kRamp = 16;  // samples: sooner would click

}  // namespace

PeakLimiter::PeakLimiter(double seconds)
    : recovery_(static_cast<float>(std::pow(10.0, kRecoveryDbPerSecond * seconds / 20))) {}

void PeakLimiter::apply(std::span<float> block) {
  float peak = 0;
  for (float& x : block) {
    if (!std::isfinite(x)) x = 0;
    peak = std::max(peak, std::abs(x));
  }
  const float wanted = peak > kCeiling ? kCeiling / peak : 1.0F;
  const float next = std::min({wanted, gain_ * recovery_, 1.0F});
  if (gain_ == 1 && next == 1) return;
  const std::size_t ramp = std::min(kRamp, block.size());
  for (std::size_t n = 0; n < block.size(); ++n) {
    const float t = std::min(1.0F, static_cast<float>(n + 1) / static_cast<float>(ramp));
    block[n] = std::clamp(block[n] * (gain_ + t * (next - gain_)), -kCeiling, kCeiling);
  }
  gain_ = next;
}

}  // namespace timbre::model::harmonic
