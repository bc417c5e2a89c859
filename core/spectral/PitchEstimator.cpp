#include "spectral/PitchEstimator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <span>

#include "audio/Pitch.h"
#include "audio/Resample.h"
#include "spectral/HarmonicSum.h"

namespace timbre::spectral {
namespace {

constexpr double kLowest = 20.5;  // MIDI
constexpr double kHighest = 108.6;
constexpr int kWindow =
    592;  // samples at 16 kHz: a period of A0 and what the interpolation reaches
constexpr int kYinFrames = 24;
constexpr double kApart = 0.7;  // keys between candidates

/// YIN's cumulative mean normalised difference of one frame, for lags 0 to kWindow.
using Differences = std::vector<double>;

Differences differencesOf(std::span<const float> frame) {
  Differences d(kWindow + 1, 1.0);
  double total = 0;
  for (int lag = 1; lag <= kWindow; ++lag) {
    float sum = 0;
    for (int i = 0; i < kWindow; ++i) {
      const float x = frame[i] - frame[i + lag];
      sum += x * x;
    }
    total += sum;
    d[lag] = total > 0 ? double{sum} * lag / total : 1;
  }
  return d;
}

/// Of the frames that sound, spread over the clip.
std::vector<Differences> yinFrames(const audio::AudioClip& clip) {
  constexpr std::size_t kLength = 2 * kWindow + 2;
  std::vector<float> samples(clip.samples().begin(), clip.samples().end());
  samples.resize(std::max(samples.size(), kLength));
  std::vector<std::span<const float>> frames;
  std::vector<double> energies;
  for (std::size_t i = 0; i < kYinFrames; ++i) {
    frames.push_back(std::span<const float>(samples).subspan(
        i * (samples.size() - kLength) / kYinFrames, kLength));
    energies.push_back(
        std::inner_product(frames.back().begin(), frames.back().end(), frames.back().begin(), 0.0));
  }
  const double least = *std::ranges::max_element(energies) * 1e-4;
  std::vector<Differences> read;
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (energies[i] > least) read.push_back(differencesOf(frames[i]));
  return read;
}

/// Mean over the frames of the lowest difference within 40 cents of the period.
double aperiodicityAt(const std::vector<Differences>& frames, double key) {
  constexpr double kReach = 0.4;
  const double period = kModelRate.hz / frequencyOf(MidiPitch(key));
  if (period > kWindow - 1 || frames.empty()) return 1;
  const double ratio = std::exp2(kReach / 12);
  const int from = std::max(2, static_cast<int>(std::floor(period / ratio)));
  const int to = std::min(kWindow, static_cast<int>(std::ceil(period * ratio)));
  double sum = 0;
  for (const Differences& d : frames)
    sum += std::min(1.0, *std::min_element(d.begin() + from, d.begin() + to + 1));
  return sum / static_cast<double>(frames.size());
}

/// Keys that the dips of the frames vote for, most votes first.
std::vector<int> votedKeys(const std::vector<Differences>& frames) {
  constexpr double kDeepest = 0.5;
  constexpr std::size_t kDips = 4;
  std::map<int, double> votes;
  for (const Differences& d : frames) {
    std::vector<std::pair<double, int>> dips;
    for (int lag = 2; lag < kWindow; ++lag)
      if (d[lag] < kDeepest && d[lag] <= d[lag - 1] && d[lag] < d[lag + 1])
        dips.emplace_back(d[lag], lag);
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

/// The keys worth a look, each at least kApart from the others.
class CandidateKeys {
 public:
  CandidateKeys(const std::optional<audio::Pitch>& yin, const MeanSpectrum& spectrum,
                const std::vector<Differences>& frames) {
    constexpr std::size_t kOfEach = 6;
    const auto peaks = harmonicSumPeaks(spectrum, 1000);
    if (yin) put(yin->pitch.value);
    for (std::size_t i = 0; i < std::min(peaks.size(), kOfEach); ++i) put(peaks[i].pitch.value);
    const auto voted = votedKeys(frames);
    for (std::size_t i = 0; i < std::min(voted.size(), kOfEach); ++i) put(nearest(peaks, voted[i]));
    const auto first = keys_;
    for (std::size_t i = 0; i < std::min<std::size_t>(first.size(), 3); ++i)
      for (const double away : {-12.0, 12.0, -19.02, 19.02}) put(first[i] + away);
  }
  const std::vector<double>& keys() const { return keys_; }

 private:
  void put(double key) {
    const auto close = [&](double other) { return std::abs(other - key) <= kApart; };
    if (key >= kLowest && key <= kHighest && std::ranges::none_of(keys_, close))
      keys_.push_back(key);
  }
  /// The highest peak of the harmonic sum within half a key, since whole lags are coarse.
  static double nearest(const std::vector<Salience>& peaks, double key) {
    for (const Salience& peak : peaks)
      if (std::abs(peak.pitch.value - key) <= 0.45) return peak.pitch.value;
    return key;
  }
  std::vector<double> keys_;
};

double squares(const std::vector<double>& values) {
  return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

/// What speaks for a candidate, in the order of kWeights.
using Features = std::array<double, 10>;

struct Weight {
  double weight;
  double mean;
  double deviation;
};
constexpr std::array<Weight, 10> kWeights{{
    {-1.371, 0.455, 0.438},   // aperiodicity there, by YIN
    {1.006, 0.462, 0.263},    // harmonic sum, as a share of the highest candidate's
    {-0.820, -0.980, 0.742},  // its logarithm
    {0.640, -1.903, 1.126},   // the fundamental's level
    {2.512, 0.570, 0.351},    // share of the harmonics that are there, up to where the energy is
    {-0.593, -1.628, 1.806},  // energy half-way between harmonics: an octave too high
    {-2.286, -1.443, 1.937},  // energy at thirds: a twelfth too high
    {0.181, 0.567, 0.216},    // the key itself
    {0.665, 0.153, 0.123},    // share of all energy that is in the harmonics
    {0.486, 0.074, 0.254},    // what YIN alone says of its own candidate
}};
constexpr double kNone = 6.617;  // what speaks for none of them

double rootSum(const std::vector<double>& harmonics) {
  double sum = 0;
  double weight = 1;
  for (const double h : harmonics) {
    sum += weight * std::sqrt(h);
    weight *= 0.85;
  }
  return sum;
}

/// Energy at the multiples of fundamental / `parts` that are not harmonics, relative to `energy`.
double between(const MeanSpectrum& spectrum, double fundamental, int parts, std::size_t harmonics,
               double energy) {
  const int count = parts == 2 ? 32 : 36;
  const auto all = spectrum.harmonics(fundamental / parts, count);
  double sum = 0;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((i + 1) % static_cast<std::size_t>(parts) == 0) continue;
    if (parts == 2 && taken++ >= harmonics) break;
    sum += all[i] * all[i];
  }
  return std::log10(sum / std::max(energy, 1e-20) + 1e-3);
}

Features featuresOf(const MeanSpectrum& spectrum, const std::vector<Differences>& frames,
                    double key, double sumShare) {
  const double fundamental = frequencyOf(MidiPitch(key));
  const auto harmonics = spectrum.harmonics(fundamental, 24);
  const double energy = squares(harmonics);
  const double highest = harmonics.empty() ? 0 : *std::ranges::max_element(harmonics);
  double so_far = 0;
  std::size_t reach = 0;
  while (reach < harmonics.size() && so_far <= 0.95 * energy) {
    so_far += harmonics[reach] * harmonics[reach];
    ++reach;
  }
  const auto present =
      std::count_if(harmonics.begin(), harmonics.begin() + static_cast<std::ptrdiff_t>(reach),
                    [&](double h) { return h > 0.05 * highest; });
  const double first = harmonics.empty() ? 0 : harmonics.front() / spectrum.loudest();
  return {aperiodicityAt(frames, key),
          sumShare,
          std::log(sumShare + 1e-3),
          std::log10(first + 1e-3),
          static_cast<double>(present) / static_cast<double>(std::max<std::size_t>(reach, 1)),
          between(spectrum, fundamental, 2, harmonics.size(), energy),
          between(spectrum, fundamental, 3, harmonics.size(), energy),
          key / 100,
          energy / std::max(spectrum.energy(), 1e-20),
          0};
}

double judged(const Features& features) {
  double sum = 0;
  for (std::size_t i = 0; i < features.size(); ++i)
    sum += kWeights[i].weight * (features[i] - kWeights[i].mean) / kWeights[i].deviation;
  return sum;
}

}  // namespace

std::vector<PitchCandidate> estimatePitchCandidates(const audio::AudioClip& clip) {
  constexpr std::size_t kTold = 3;
  if (clip.empty() || audio::peakOf(clip) <= 0) return {};
  const auto resampled = audio::resampled(audio::normalized(clip, -1), kModelRate);
  if (!resampled) return {};
  const MeanSpectrum spectrum(*resampled);
  if (spectrum.isSilent()) return {};
  const auto frames = yinFrames(*resampled);
  const auto yin = audio::estimatePitch(*resampled);
  const CandidateKeys candidates(yin, spectrum, frames);

  std::vector<double> sums;
  for (const double key : candidates.keys())
    sums.push_back(rootSum(spectrum.harmonics(frequencyOf(MidiPitch(key)), 16)));
  const double highest = sums.empty() ? 1 : std::max(1e-20, *std::ranges::max_element(sums));

  std::vector<PitchCandidate> judgements;
  double total = std::exp(kNone);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double key = candidates.keys()[i];
    Features features = featuresOf(spectrum, frames, key, sums[i] / highest);
    if (yin && std::abs(yin->pitch.value - key) <= 0.6)
      features.back() = yin->share * (1 - yin->aperiodicity);
    judgements.push_back({MidiPitch(key), std::exp(judged(features))});
    total += judgements.back().probability;
  }
  for (PitchCandidate& each : judgements) each.probability /= total;
  std::ranges::sort(judgements, std::greater(), &PitchCandidate::probability);
  judgements.resize(std::min(judgements.size(), kTold));
  return judgements;
}

}  // namespace timbre::spectral
