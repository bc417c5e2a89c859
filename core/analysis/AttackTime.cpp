#include "analysis/AttackTime.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/Units.h"

namespace timbre::analysis {
namespace {

constexpr double kStep = 0.001;         // s
constexpr int kWindow = 4;              // steps
constexpr int kReach = 200;             // steps from the first sound in which the top is looked for
constexpr int kLater = 500;             // steps behind the top at which the decay is measured
constexpr int kAverage = 100;           // steps over which it is measured: waves and beats even out
constexpr double kFirstSound = 0.0316;  // of the loudest: -30 dB
constexpr double kSilence = 1e-6;
constexpr double kSilenceDb = -120;

/// RMS under Hann windows centred on every step.
std::vector<double> levelsOf(const audio::AudioClip& clip) {
  const auto x = clip.samples();
  const double step = kStep * clip.rate().hz;
  const auto half = static_cast<std::ptrdiff_t>(kWindow * step / 2);
  const auto count = static_cast<std::size_t>(static_cast<double>(x.size()) / step);
  std::vector<double> window, levels;
  double sum = 0;
  for (std::ptrdiff_t i = -half; i <= half; ++i) {
    window.push_back(0.5 + 0.5 * std::cos(std::numbers::pi * static_cast<double>(i) /
                                          static_cast<double>(half + 1)));
    sum += window.back();
  }
  for (std::size_t t = 0; t < count; ++t) {
    const auto centre = static_cast<std::ptrdiff_t>((static_cast<double>(t) + 0.5) * step);
    double energy = 0;
    for (std::ptrdiff_t i = -half; i <= half; ++i) {
      const std::ptrdiff_t at = centre + i;
      if (at < 0 || at >= static_cast<std::ptrdiff_t>(x.size())) continue;
      energy += window[static_cast<std::size_t>(i + half)] * x[static_cast<std::size_t>(at)] *
                x[static_cast<std::size_t>(at)];
    }
    levels.push_back(std::sqrt(energy / sum));
  }
  return levels;
}

double inDecibels(double level) {
  return level > kSilence ? decibels(level) : kSilenceDb;
}

/// The step, a real number, at which the running maximum from `from` on first reaches `level`.
double reaches(const std::vector<double>& levels, std::size_t from, double level) {
  double before = from > 0 ? levels[from - 1] : 0;
  for (std::size_t t = from; t < levels.size(); ++t) {
    if (levels[t] >= level)
      return static_cast<double>(t) -
             (levels[t] > before ? (levels[t] - level) / (levels[t] - before) : 0);
    before = std::max(before, levels[t]);
  }
  return static_cast<double>(levels.size());
}

}  // namespace

std::optional<Attack> attackOf(const audio::AudioClip& clip) {
  const auto levels = levelsOf(clip);
  if (levels.size() < 20) return std::nullopt;
  const double loudest = *std::max_element(levels.begin(), levels.end());
  if (!(loudest > kSilence)) return std::nullopt;
  const auto begin = levels.begin();
  const auto first = std::find_if(begin, levels.end(),
                                  [&](double level) { return level >= kFirstSound * loudest; });
  const auto last = first + std::min<std::ptrdiff_t>(kReach, levels.end() - first);
  const auto top = std::max_element(first, last);
  Attack attack;
  attack.topDb = inDecibels(*top);
  attack.onset = kStep * reaches(levels, 0, kFirstSound * *top);
  attack.riseTime = kStep * (reaches(levels, 0, 0.9 * *top) - reaches(levels, 0, 0.1 * *top));
  const auto later = std::min<std::ptrdiff_t>(top - begin + kLater, levels.end() - begin);
  const auto until = std::min<std::ptrdiff_t>(later + kAverage, levels.end() - begin);
  const double after = until > later ? *std::max_element(begin + later, begin + until) : 0;
  attack.decayDb = std::max(0.0, attack.topDb - inDecibels(after));
  return attack;
}

bool isStruck(const Attack& attack) {
  constexpr double kFast = 0.03;
  constexpr double kDecay = 6;
  return attack.riseTime <= kFast && attack.decayDb >= kDecay;
}

double levelAfter(const audio::AudioClip& clip, double onset, double seconds) {
  const auto x = clip.samples();
  const auto from =
      std::min(x.size(), static_cast<std::size_t>(std::max(0.0, onset) * clip.rate().hz));
  const auto count = std::min(x.size() - from, static_cast<std::size_t>(seconds * clip.rate().hz));
  double energy = 0;
  for (const float s : x.subspan(from, count)) energy += double{s} * s;
  return count > 0 ? inDecibels(std::sqrt(energy / static_cast<double>(count))) : kSilenceDb;
}

}  // namespace timbre::analysis
