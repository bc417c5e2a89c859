#include "spectral/Periodicity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <span>

#include "audio/NoteLevels.h"
#include "base/Units.h"

namespace timbre::spectral {
namespace {

constexpr int kWindow =
    592;  // samples at 16 kHz: a period of A0 and what the interpolation reaches
constexpr int kPeriodFrames = 24;
constexpr std::size_t kLength = 2 * kWindow + 2;
constexpr double kPitchReach = 0.4;  // semitones

}  // namespace

Periodicity::Differences Periodicity::differencesOf(const float* frame) {
  Differences d(kWindow + 1, 1.0f);
  double total = 0;
  for (int lag = 1; lag <= kWindow; ++lag) {
    float sum = 0;
    for (int i = 0; i < kWindow; ++i) {
      const float x = frame[i] - frame[i + lag];
      sum += x * x;
    }
    total += sum;
    d[static_cast<std::size_t>(lag)] =
        total > 0 ? static_cast<float>(double{sum} * lag / total) : 1.0f;
  }
  return d;
}

Periodicity::Periodicity(const audio::AudioClip& clip) {
  std::vector<float> samples(clip.samples().begin(), clip.samples().end());
  samples.resize(std::max(samples.size(), kLength));
  std::vector<std::span<const float>> frames;
  std::vector<double> energies;
  for (std::size_t i = 0; i < kPeriodFrames; ++i) {
    frames.push_back(std::span<const float>(samples).subspan(
        i * (samples.size() - kLength) / kPeriodFrames, kLength));
    energies.push_back(
        std::inner_product(frames.back().begin(), frames.back().end(), frames.back().begin(), 0.0));
  }
  const double least = *std::ranges::max_element(energies) * audio::kSoundingEnergy;
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (energies[i] > least) frames_.push_back(differencesOf(frames[i].data()));
}

Periodicity::Range Periodicity::lagsOf(double key, double reach) {
  constexpr double kFineEnough = 16;  // samples
  const double period = kModelRate.hz / frequencyOf(MidiPitch(key));
  int multiple = 1;
  while (multiple * period < kFineEnough) multiple += 2;
  const double lag = multiple * period;
  const double ratio = std::exp2(reach / 12);
  const int from = std::clamp(static_cast<int>(std::floor(lag / ratio)), 2, kWindow + 1);
  return {from, std::clamp(static_cast<int>(std::ceil(lag * ratio)), from - 1, kWindow)};
}

double Periodicity::aperiodicityAt(double key) const {
  const Range lags = lagsOf(key, kPitchReach);
  if (lags.to < lags.from || frames_.empty()) return 1;
  double sum = 0;
  for (const Differences& d : frames_)
    sum += std::min(1.0f, *std::min_element(d.begin() + lags.from, d.begin() + lags.to + 1));
  return sum / static_cast<double>(frames_.size());
}

double Periodicity::periodicShare(double key) const {
  constexpr float kPeriodic = 0.2f;
  const Range lags = lagsOf(key, kPitchReach);
  if (lags.to < lags.from || frames_.empty()) return 0;
  const auto periodic = std::ranges::count_if(frames_, [&](const Differences& d) {
    return *std::min_element(d.begin() + lags.from, d.begin() + lags.to + 1) < kPeriodic;
  });
  return static_cast<double>(periodic) / static_cast<double>(frames_.size());
}

double Periodicity::drift(double key) const {
  constexpr double kNear = 1.5;
  constexpr float kClear = 0.4f;
  const Range lags = lagsOf(key, kNear);
  double sum = 0;
  double squares = 0;
  int count = 0;
  for (const Differences& d : frames_) {
    if (lags.to < lags.from) break;
    const auto lowest = std::min_element(d.begin() + lags.from, d.begin() + lags.to + 1);
    if (*lowest >= kClear) continue;
    const double semitones = 12 * std::log2(static_cast<double>(lowest - d.begin()));
    sum += semitones;
    squares += semitones * semitones;
    ++count;
  }
  if (count < 2) return kNear;
  const double mean = sum / count;
  return std::sqrt(std::max(0.0, squares / count - mean * mean));
}

std::vector<int> Periodicity::votedKeys() const {
  constexpr float kDeepest = 0.5f;
  constexpr std::size_t kDips = 4;
  std::map<int, double> votes;
  for (const Differences& d : frames_) {
    std::vector<std::pair<float, int>> dips;
    for (int lag = 2; lag < kWindow; ++lag) {
      const auto at = d.begin() + lag;
      if (*at < kDeepest && *at <= *(at - 1) && *at < *(at + 1)) dips.emplace_back(*at, lag);
    }
    std::ranges::sort(dips);
    dips.resize(std::min(dips.size(), kDips));
    for (const auto& [depth, lag] : dips)
      votes[static_cast<int>(
          std::lround(pitchOf(static_cast<double>(kModelRate.hz) / lag).value))] += 1 - depth;
  }
  std::vector<std::pair<double, int>> order;
  for (const auto& [key, weight] : votes) order.emplace_back(-weight, key);
  std::ranges::sort(order);
  std::vector<int> keys;
  for (const auto& [weight, key] : order) keys.push_back(key);
  return keys;
}

}  // namespace timbre::spectral
