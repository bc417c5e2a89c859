#include "analysis/EnvelopeError.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace timbre::analysis {
namespace {

constexpr double kLevelFrame = 0.032;    // s
constexpr double kSoundingPower = 1e-5;  // of the loudest frame's power: -50 dB
constexpr double kLeastLevel = 1e-6;

std::vector<double> powersOf(const audio::AudioClip& clip) {
  const auto frame = static_cast<std::size_t>(kLevelFrame * clip.rate().hz);
  std::vector<double> powers;
  if (frame < 2) return powers;
  for (auto rest = clip.samples(); rest.size() >= frame; rest = rest.subspan(frame / 2)) {
    double power = 0;
    for (const float s : rest.first(frame)) power += double{s} * s;
    powers.push_back(power);
  }
  return powers;
}

}  // namespace

std::optional<double> envelopeError(const audio::AudioClip& original,
                                    const audio::AudioClip& other) {
  const auto a = powersOf(original), b = powersOf(other);
  if (a.empty() || b.empty()) return std::nullopt;
  const double loudest = *std::max_element(a.begin(), a.end());
  if (loudest <= 0) return std::nullopt;
  double sum = 0;
  int count = 0;
  for (std::size_t t = 0; t < std::min(a.size(), b.size()); ++t) {
    if (a[t] <= kSoundingPower * loudest) continue;
    sum += std::abs(10 * std::log10(a[t] / std::max(b[t], kLeastLevel * loudest)));
    ++count;
  }
  return sum / count;
}

}  // namespace timbre::analysis
