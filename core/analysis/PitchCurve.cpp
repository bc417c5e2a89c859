#include "analysis/PitchCurve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "audio/Pitch.h"
#include "audio/Resample.h"
#include "base/Statistics.h"

namespace timbre::analysis {
namespace {

constexpr double kShortestWindow = 0.02;  // s; longer ones blur a vibrato
constexpr double kPeriodsInWindow = 2;
constexpr double kShortestPeriod = 20;  // samples
constexpr double kQuiet = 1e-5;         // -50 dB, of energies
constexpr double kLeastConfidence = 0.6;
constexpr double kSlowest = 3, kFastest = 9;  // turns of a vibrato a second
constexpr double kLeastCents = 4;
constexpr double kLeastShare = 0.5;      // of the course's variance that the sine must explain
constexpr double kLeastSeconds = 0.6;    // two turns of the slowest
constexpr double kAttackSeconds = 0.15;  // is not a vibrato

/// One place of the sound, its window centred there.
struct Window {
  std::span<const float> samples;  // window + the longest lag
  int length;
};

double correlation(const Window& w, int lag) {
  double cross = 0, one = 0, other = 0;
  for (int i = 0; i < w.length; ++i) {
    const double a = w.samples[static_cast<std::size_t>(i)];
    const double b = w.samples[static_cast<std::size_t>(i + lag)];
    cross += a * b, one += a * a, other += b * b;
  }
  return one > 0 && other > 0 ? cross / std::sqrt(one * other) : 0;
}

double topOffset(double left, double middle, double right) {
  const double curve = left - 2 * middle + right;
  return curve < 0 ? std::clamp(0.5 * (left - right) / curve, -0.5, 0.5) : 0;
}

/// Lags that may be the period, in samples.
struct Lags {
  int shortest;
  int longest;
};

/// A period of few samples is told more finely by several of them.
double refined(const Window& w, double period, int longest) {
  double fine = period;
  for (int many = 2; fine * many + 1 < longest && many <= 16; many *= 2) {
    const int around = static_cast<int>(std::lround(fine * many));
    const double offset =
        topOffset(correlation(w, around - 1), correlation(w, around), correlation(w, around + 1));
    fine = (around + offset) / many;
  }
  return fine;
}

struct Reading {
  double period = 0;
  double confidence = 0;
};

Reading read(const Window& w, const Lags& lags, int reach) {
  std::vector<double> all;
  for (int lag = lags.shortest - 1; lag <= lags.longest + 1; ++lag)
    all.push_back(correlation(w, lag));
  const double highest = *std::max_element(all.begin() + 1, all.end() - 1);
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    // The first that is nearly the highest: twice the period correlates as well.
    if (all[i] < highest - 0.02 || all[i] < all[i - 1] || all[i] < all[i + 1]) continue;
    const double period =
        lags.shortest - 1 + static_cast<double>(i) + topOffset(all[i - 1], all[i], all[i + 1]);
    return {refined(w, period, reach), std::clamp(all[i], 0.0, 1.0)};
  }
  return {};
}

double energyOf(std::span<const float> samples) {
  double sum = 0;
  for (const float x : samples) sum += double{x} * x;
  return sum;
}

double medianHertzOf(const std::vector<PitchPoint>& points) {
  std::vector<double> all;
  for (const PitchPoint& point : points)
    if (point.hertz > 0) all.push_back(point.hertz);
  return upperMedian(std::move(all));
}

/// At a rate at which a period is long enough for a parabola between whole lags.
Result<audio::AudioClip> withLongPeriods(const audio::AudioClip& clip, double hertz) {
  int rate = clip.rate().hz;
  while (rate / hertz < kShortestPeriod && rate < 200000) rate *= 2;
  return audio::resampled(clip, SampleRate(rate));
}

struct Plan {
  Lags lags;
  int window;
  int reach;  // the longest lag that is looked at
};

Plan planFor(double hertz, int rate) {
  const double period = rate / hertz;
  const Lags lags{std::max(2, static_cast<int>(period * 0.55)),
                  static_cast<int>(std::ceil(period * 1.8))};
  const int window = static_cast<int>(std::max(kShortestWindow * rate, kPeriodsInWindow * period));
  return {lags, window, std::max(lags.longest, window / 2) + 2};
}

/// The longest run of points with a pitch, in cents of the median; gaps of up to three are bridged.
std::vector<double> longestRun(const PitchCurve& curve, std::size_t& begin) {
  std::vector<double> best, now;
  std::size_t from = 0, gap = 0;
  const auto keep = [&] {
    now.resize(now.size() - std::min(gap, now.size()));
    if (now.size() > best.size()) best = now, begin = from;
    now.clear();
    gap = 0;
  };
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const double hertz = curve.points[i].hertz;
    if (hertz > 0) {
      if (now.empty()) from = i;
      now.push_back(1200 * std::log2(hertz / curve.medianHertz));
      gap = 0;
    } else if (!now.empty() && ++gap <= 3) {
      now.push_back(now.back());
    } else if (!now.empty()) {
      keep();
    }
  }
  keep();
  return best;
}

/// Takes the course's own parabola away.
void detrend(std::vector<double>& cents) {
  // Legendre polynomials are orthogonal enough on equal steps: one after the other.
  const auto count = static_cast<double>(cents.size());
  const std::array<double (*)(double), 3> shapes{[](double) { return 1.0; },
                                                 [](double x) { return x; },
                                                 [](double x) { return 1.5 * x * x - 0.5; }};
  for (const auto shape : shapes) {
    double sum = 0, square = 0;
    for (std::size_t i = 0; i < cents.size(); ++i) {
      const double p = shape(2 * (static_cast<double>(i) + 0.5) / count - 1);
      sum += p * cents[i], square += p * p;
    }
    for (std::size_t i = 0; i < cents.size(); ++i)
      cents[i] -= sum / square * shape(2 * (static_cast<double>(i) + 0.5) / count - 1);
  }
}

/// The sine of this many turns per second that fits best: its amplitude.
double amplitudeAt(const std::vector<double>& cents, double hertz, double step) {
  double cc = 0, cs = 0, ss = 0, yc = 0, ys = 0;
  for (std::size_t i = 0; i < cents.size(); ++i) {
    const double turn = 2 * std::numbers::pi * hertz * step * static_cast<double>(i);
    const double c = std::cos(turn), s = std::sin(turn);
    cc += c * c, cs += c * s, ss += s * s, yc += cents[i] * c, ys += cents[i] * s;
  }
  const double determinant = cc * ss - cs * cs;
  if (determinant <= 0) return 0;
  return std::hypot((yc * ss - ys * cs) / determinant, (ys * cc - yc * cs) / determinant);
}

}  // namespace

Result<PitchCurve> pitchCurve(const audio::AudioClip& given, Progress& progress) {
  PitchCurve curve;
  const auto note = audio::estimatePitch(given);
  if (progress.cancelled()) return cancelled();
  if (!note) return curve;
  const auto finer = withLongPeriods(given, frequencyOf(note->pitch));
  if (!finer) return tl::unexpected(finer.error());
  const audio::AudioClip& clip = *finer;
  const int rate = clip.rate().hz;
  const Plan plan = planFor(frequencyOf(note->pitch), rate);
  const auto samples = clip.samples();
  const auto whole = static_cast<std::size_t>(plan.window + plan.reach + 1);
  if (samples.size() < whole) return curve;
  const double step = curve.stepSeconds * rate;
  std::vector<Window> windows;
  double loudest = 0;
  for (double at = 0; static_cast<std::size_t>(at) + whole <= samples.size(); at += step) {
    windows.push_back({samples.subspan(static_cast<std::size_t>(at), whole), plan.window});
    loudest = std::max(loudest, energyOf(windows.back().samples));
  }
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (progress.cancelled()) return cancelled();
    progress.advanced(static_cast<double>(i) / static_cast<double>(windows.size()));
    // What one period and the next cover lies about the middle of both.
    PitchPoint point{(std::floor(static_cast<double>(i) * step) +
                      (plan.window + rate / frequencyOf(note->pitch)) / 2) /
                         rate,
                     0, 0};
    if (energyOf(windows[i].samples) > loudest * kQuiet) {
      const Reading reading = read(windows[i], plan.lags, plan.reach);
      point.confidence = reading.confidence;
      if (reading.confidence >= kLeastConfidence) point.hertz = rate / reading.period;
    }
    curve.points.push_back(point);
  }
  curve.medianHertz = medianHertzOf(curve.points);
  curve.vibrato = vibratoOf(curve);
  return curve;
}

std::optional<Vibrato> vibratoOf(const PitchCurve& curve) {
  if (curve.medianHertz <= 0) return std::nullopt;
  std::size_t begin = 0;
  auto cents = longestRun(curve, begin);
  const auto attack = static_cast<std::size_t>(kAttackSeconds / curve.stepSeconds);
  if (begin < attack && cents.size() > attack)
    cents.erase(cents.begin(), cents.begin() + static_cast<std::ptrdiff_t>(attack - begin));
  if (static_cast<double>(cents.size()) * curve.stepSeconds < kLeastSeconds) return std::nullopt;
  detrend(cents);
  Vibrato best;
  for (double hertz = kSlowest; hertz <= kFastest; hertz += 0.02)
    if (const double depth = amplitudeAt(cents, hertz, curve.stepSeconds); depth > best.cents)
      best = {hertz, depth};
  double variance = 0;
  for (const double x : cents) variance += x * x / static_cast<double>(cents.size());
  if (best.cents < kLeastCents || best.cents * best.cents / 2 < kLeastShare * variance)
    return std::nullopt;
  return best;
}

}  // namespace timbre::analysis
