#include "analysis/LevelCurve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace timbre::analysis {

LevelCurve levelCurve(const audio::AudioClip& clip, double windowSeconds) {
  LevelCurve curve;
  const auto samples = clip.samples();
  const auto count = static_cast<long>(samples.size());
  const double step = curve.stepSeconds * clip.rate().hz;
  const long half = std::max(1L, std::lround(windowSeconds * clip.rate().hz / 2));
  std::vector<double> window(static_cast<std::size_t>(2 * half + 1));
  for (long i = -half; i <= half; ++i)
    window[static_cast<std::size_t>(i + half)] =
        0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) /
                             (static_cast<double>(half) + 1.0));
  for (double at = 0; at < static_cast<double>(count); at += step) {
    const long middle = std::lround(at);
    double sum = 0, weight = 0;
    for (long i = std::max(-half, -middle); i <= std::min(half, count - 1 - middle); ++i) {
      const double w = window[static_cast<std::size_t>(i + half)];
      const double x = samples[static_cast<std::size_t>(middle + i)];
      sum += w * x * x, weight += w;
    }
    curve.amplitude.push_back(static_cast<float>(std::sqrt(2 * sum / std::max(weight, 1e-12))));
  }
  return curve;
}

}  // namespace timbre::analysis
