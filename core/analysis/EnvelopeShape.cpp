#include "analysis/EnvelopeShape.h"

#include <algorithm>
#include <cmath>

#include "base/Statistics.h"
#include "base/Units.h"

namespace timbre::analysis {
namespace {

constexpr double kReleaseRangeDb = 30;
constexpr double kEndedDb = -50;  // re the peak

double levelDb(double share) {
  return decibels(std::max(1e-9, share));
}

std::size_t frameAt(double seconds) {
  return static_cast<std::size_t>(std::lround(seconds / kEnvelopeHop));
}

/// From the slope of the first 30 dB after the key is let go.
std::optional<double> releaseOf(const std::vector<double>& levels, std::size_t off, double peak) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  const double from = levelDb(levels[off]);
  if (from < levelDb(peak) + kEndedDb) return {};
  for (std::size_t i = off; i < levels.size() && levelDb(levels[i]) > from - kReleaseRangeDb; ++i) {
    const double t = kEnvelopeHop * static_cast<double>(i - off), l = levelDb(levels[i]);
    n += 1, x += t, y += l, xx += t * t, xy += t * l;
  }
  const double spread = n * xx - x * x;
  if (spread <= 0) return n >= 1 ? std::optional(kEnvelopeHop) : std::nullopt;
  const double slope = (n * xy - x * y) / spread;
  if (slope >= -1) return {};
  return 60 / -slope;
}

}  // namespace

std::vector<double> envelopeOf(const audio::AudioClip& clip) {
  const auto samples = clip.samples();
  const double rate = clip.rate().hz;
  std::vector<double> sums(samples.size() + 1, 0.0);
  for (std::size_t i = 0; i < samples.size(); ++i)
    sums[i + 1] = sums[i] + static_cast<double>(samples[i]) * samples[i];
  std::vector<double> levels;
  const double end = static_cast<double>(samples.size());
  for (double t = 0; t * rate < end; t += kEnvelopeHop) {
    const auto first = static_cast<std::size_t>(std::max(0.0, (t - kEnvelopeWindow / 2) * rate));
    const auto last =
        static_cast<std::size_t>(std::min(end, std::max(1.0, (t + kEnvelopeWindow / 2) * rate)));
    levels.push_back(std::sqrt((sums[last] - sums[first]) / static_cast<double>(last - first)));
  }
  return levels;
}

Result<EnvelopeShape> envelopeShape(const audio::AudioClip& clip, double heldSeconds) {
  const auto levels = envelopeOf(clip);
  const std::size_t off = frameAt(heldSeconds);
  if (levels.size() <= off + 1)
    return fail(ErrorCode::BadFormat,
                "The sound ends before the key is released; choose a note of four seconds");
  const auto held = levels.begin() + static_cast<std::ptrdiff_t>(off);
  const auto top = std::max_element(levels.begin(), held);
  if (*top <= 0) return fail(ErrorCode::BadFormat, "A silent sound has no envelope");
  const auto reach = [&](double share) {
    return kEnvelopeHop *
           static_cast<double>(
               std::find_if(levels.begin(), top, [&](double l) { return l >= share * *top; }) -
               levels.begin());
  };
  EnvelopeShape shape;
  shape.onset = reach(0.1);
  shape.attack = reach(0.9) - shape.onset;
  shape.peakDb = levelDb(*top);
  const double sustain =
      upperMedian({levels.begin() + static_cast<std::ptrdiff_t>(off * 2 / 3), held});
  shape.sustainDb = std::min(0.0, levelDb(sustain) - shape.peakDb);
  const auto settled =
      std::find_if(top, held, [&](double l) { return levelDb(l) <= levelDb(sustain) + 1; });
  shape.decay = kEnvelopeHop * static_cast<double>(settled - top);
  shape.release = releaseOf(levels, off, *top);
  return shape;
}

}  // namespace timbre::analysis
