#include "audio/Pitch.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

#include "audio/NoteLevels.h"

namespace timbre::audio {
namespace {

struct Lags {
  int shortest;
  int longest;
};

struct Reading {
  double key = 0;
  double aperiodicity = 1;
};

/// Squared difference between the frame and itself `lag` later, over `window` samples.
double difference(std::span<const float> frame, int window, int lag) {
  float sum = 0;
  for (int i = 0; i < window; ++i) {
    const float d = frame[i] - frame[i + lag];
    sum += d * d;
  }
  return sum;
}

/// Where the parabola through three neighbours has its lowest point, relative to the middle one.
double vertex(double left, double middle, double right) {
  const double curve = left - 2 * middle + right;
  return curve > 0 ? std::clamp(0.5 * (left - right) / curve, -0.5, 0.5) : 0;
}

/// High notes are a few samples long: the dip that lies many periods away tells the period more
/// finely.
double refined(std::span<const float> frame, int window, const Lags& lags, double period) {
  double fine = period;
  for (int periods = 2; fine * periods + 1 < lags.longest && periods <= 64; periods *= 2) {
    const int around = static_cast<int>(std::lround(fine * periods));
    int best = around;
    double lowest = difference(frame, window, around);
    for (const int lag : {around - 1, around + 1})
      if (const double d = difference(frame, window, lag); d < lowest) lowest = d, best = lag;
    fine = (best + vertex(difference(frame, window, best - 1), lowest,
                          difference(frame, window, best + 1))) /
           periods;
  }
  return fine;
}

constexpr int kFiner = 4;  ///< steps a lag: the dips of high notes lie between whole lags

/// The difference function, `kFiner` values a lag from 0 to `longest`, by a Hann-windowed sinc over
/// the whole lags: it is as band-limited as the sound.
std::vector<double> fineDifferences(std::span<const float> frame, int window, int longest) {
  constexpr int kReach = 8;
  std::vector<double> whole(static_cast<std::size_t>(longest) + 1);
  for (int lag = 0; lag <= longest; ++lag) whole[lag] = difference(frame, window, lag);
  std::vector<double> fine(static_cast<std::size_t>(longest - kReach) * kFiner);
  for (int i = 0; i < static_cast<int>(fine.size()); ++i) {
    if (i % kFiner == 0) {
      fine[i] = whole[i / kFiner];
      continue;
    }
    const double at = static_cast<double>(i) / kFiner;
    for (int k = i / kFiner - kReach + 1; k <= i / kFiner + kReach; ++k) {
      const double x = std::numbers::pi * (at - k);
      fine[i] += whole[std::abs(k)] * std::sin(x) / x *
                 (0.5 + 0.5 * std::cos(x / kReach));  // it is even in the lag
    }
  }
  return fine;
}

/// YIN on one frame of at least window + lags.longest + 1 samples.
std::optional<Reading> readFrame(std::span<const float> frame, int window, const Lags& lags,
                                 const PitchParams& params, int rate) {
  std::vector<double> dips = fineDifferences(frame, window, lags.longest);
  double total = 0;
  for (std::size_t i = 1; i < dips.size(); ++i) {
    total += dips[i];
    dips[i] = total > 0 ? dips[i] * static_cast<double>(i) / total : 1;
  }
  for (std::size_t i = static_cast<std::size_t>(std::max(2, lags.shortest)) * kFiner;
       i + 1 < dips.size(); ++i) {
    if (dips[i] >= params.threshold || dips[i] > dips[i - 1] || dips[i] > dips[i + 1]) continue;
    const double period =
        (static_cast<double>(i) + vertex(dips[i - 1], dips[i], dips[i + 1])) / kFiner;
    return Reading{pitchOf(rate / refined(frame, window, lags, period)).value,
                   std::max(0.0, dips[i])};
  }
  return std::nullopt;
}

double energy(std::span<const float> frame) {
  return std::inner_product(frame.begin(), frame.end(), frame.begin(), 0.0);
}

Pitch summed(std::vector<Reading>& readings, std::size_t sounding) {
  std::sort(readings.begin(), readings.end(),
            [](const Reading& a, const Reading& b) { return a.key < b.key; });
  const Reading middle = readings[readings.size() / 2];
  const auto agreeing = std::count_if(readings.begin(), readings.end(), [&](const Reading& r) {
    return std::abs(r.key - middle.key) < 1;
  });
  return {MidiPitch(middle.key), middle.aperiodicity,
          static_cast<double>(agreeing) / static_cast<double>(sounding)};
}

}  // namespace

std::optional<Pitch> estimatePitch(const AudioClip& clip, const PitchParams& params) {
  const int rate = clip.rate().hz;
  const Lags lags{static_cast<int>(rate / frequencyOf(params.highest)),
                  static_cast<int>(std::ceil(rate / frequencyOf(params.lowest))) +
                      10};  // and what the interpolation reaches
  const int window = lags.longest;
  const int length = window + lags.longest + 2;
  const auto samples = clip.samples();
  if (static_cast<int>(samples.size()) < length || lags.longest < 4) return std::nullopt;

  std::vector<std::span<const float>> frames;
  const double step =
      static_cast<double>(samples.size() - static_cast<std::size_t>(length)) / params.frames;
  for (int i = 0; i < params.frames; ++i)
    frames.push_back(samples.subspan(static_cast<std::size_t>(i * step), length));
  double loudest = 0;
  for (const auto& frame : frames) loudest = std::max(loudest, energy(frame));
  if (!(loudest > 1e-9)) return std::nullopt;

  std::vector<Reading> readings;
  std::size_t sounding = 0;
  for (const auto& frame : frames) {
    if (energy(frame) < loudest * kSoundingEnergy) continue;
    ++sounding;
    if (const auto reading = readFrame(frame, window, lags, params, rate))
      readings.push_back(*reading);
  }
  if (readings.size() * 4 < sounding) return std::nullopt;
  return summed(readings, sounding);
}

}  // namespace timbre::audio
