#include "spectral/PitchFeatures.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "audio/Pitch.h"
#include "audio/Resample.h"
#include "spectral/HarmonicSum.h"
#include "spectral/Periodicity.h"

namespace timbre::spectral {
namespace {

constexpr double kLowest = 20.5;  // MIDI
constexpr double kHighest = 108.6;
constexpr double kApart = 0.7;  // keys between candidates
constexpr double kTwelfth = 19.02;

/// The keys worth a look, each at least kApart from the others.
class CandidateKeys {
 public:
  CandidateKeys(const std::optional<audio::Pitch>& yin, const MeanSpectrum& spectrum,
                const Periodicity& periodicity) {
    constexpr std::size_t kOfEach = 6;
    const auto peaks = harmonicSumPeaks(spectrum, 1000);
    if (yin) put(yin->pitch.value);
    for (std::size_t i = 0; i < std::min(peaks.size(), kOfEach); ++i) put(peaks[i].pitch.value);
    const auto voted = periodicity.votedKeys();
    for (std::size_t i = 0; i < std::min(voted.size(), kOfEach); ++i) put(nearest(peaks, voted[i]));
    const auto first = keys_;
    for (std::size_t i = 0; i < std::min<std::size_t>(first.size(), 3); ++i)
      for (const double away : {-12.0, 12.0, -kTwelfth, kTwelfth}) put(first[i] + away);
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

double rootSum(const std::vector<double>& harmonics) {
  double sum = 0;
  double weight = 1;
  for (const double h : harmonics) {
    sum += weight * std::sqrt(h);
    weight *= 0.85;
  }
  return sum;
}

/// How far the partial at `ratio` times the fundamental stands out of what lies around, [0, 2.5].
double standing(const MeanSpectrum& spectrum, double fundamental, double ratio) {
  constexpr double kMost = 2.5;
  const double hertz = ratio * fundamental;
  if (hertz > spectrum.highest()) return 0;
  const double reach =
      std::max(1.5 * spectrum.binHertz(), std::min(0.02 * hertz, 0.2 * fundamental));
  const double around = std::max(1.5 * fundamental, 12 * spectrum.binHertz());
  const double level = std::max(1e-12, spectrum.levelNear(hertz, reach));
  const double floor = std::max(1e-12, spectrum.floorAround(hertz, around));
  return std::clamp(std::log10(level / floor), 0.0, kMost);
}

double meanStanding(const MeanSpectrum& spectrum, double fundamental,
                    std::initializer_list<double> ratios) {
  double sum = 0;
  int count = 0;
  for (const double ratio : ratios) {
    if (ratio * fundamental > spectrum.highest()) break;
    sum += standing(spectrum, fundamental, ratio);
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

/// Energy at the multiples of fundamental / `parts` that are not harmonics, relative to `energy`.
double energyBetween(const MeanSpectrum& spectrum, double fundamental, int parts,
                     std::size_t harmonics, double energy) {
  const auto all = spectrum.harmonics(fundamental / parts, parts == 2 ? 32 : 36);
  double sum = 0;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if ((i + 1) % static_cast<std::size_t>(parts) == 0) continue;
    if (parts == 2 && taken++ >= harmonics) break;
    sum += all[i] * all[i];
  }
  return std::log10(sum / std::max(energy, 1e-20) + 1e-3);
}

/// The weakest of the partials that a bell has about the strike note `fundamental`.
double tierceOf(const MeanSpectrum& spectrum, double fundamental) {
  double weakest = 1;
  for (const double ratio : {0.5, 1.0, 1.19, 2.0}) {
    const double hertz = ratio * fundamental;
    if (hertz > spectrum.highest()) return -3;
    const double reach = std::max(1.5 * spectrum.binHertz(), 0.025 * hertz);
    weakest = std::min(weakest, spectrum.levelNear(hertz, reach) / spectrum.loudest());
  }
  return std::log10(weakest + 1e-3);
}

/// How much of the harmonics is there, up to where 95 % of their energy is.
double presentShare(const std::vector<double>& harmonics, double energy) {
  if (harmonics.empty()) return 0;
  const double highest = *std::ranges::max_element(harmonics);
  double so_far = 0;
  std::size_t reach = 0;
  while (reach < harmonics.size() && so_far <= 0.95 * energy) {
    so_far += harmonics[reach] * harmonics[reach];
    ++reach;
  }
  const auto present =
      std::count_if(harmonics.begin(), harmonics.begin() + static_cast<std::ptrdiff_t>(reach),
                    [&](double h) { return h > 0.05 * highest; });
  return static_cast<double>(present) / static_cast<double>(std::max<std::size_t>(reach, 1));
}

/// Blocks of 10 ms within 25 dB of the loudest, s.
double soundingSeconds(const audio::AudioClip& clip) {
  constexpr std::size_t kBlock = kModelRate.hz / 100;
  constexpr double kRange = 3.2e-3;  // of the energy
  std::vector<double> energies;
  const auto samples = clip.samples();
  for (std::size_t at = 0; at < samples.size(); at += kBlock) {
    const auto block = samples.subspan(at, std::min(kBlock, samples.size() - at));
    energies.push_back(std::inner_product(block.begin(), block.end(), block.begin(), 0.0));
  }
  const double least = *std::ranges::max_element(energies) * kRange;
  return 0.01 *
         static_cast<double>(std::ranges::count_if(energies, [&](double e) { return e >= least; }));
}

/// What is known of a note before its candidates are judged.
struct Listening {
  const MeanSpectrum& spectrum;
  const Periodicity& periodicity;
  const std::optional<audio::Pitch>& yin;
  double seconds;  ///< logarithm
  double floor;    ///< logarithm
};

PitchFeatures featuresOf(const Listening& heard, double key, double sumShare) {
  constexpr double kAllPeriodic = 3e-3;  // of the aperiodicity: below, all is periodic
  const MeanSpectrum& spectrum = heard.spectrum;
  const double fundamental = frequencyOf(MidiPitch(key));
  const auto harmonics = spectrum.harmonics(fundamental, 24);
  const double energy = squares(harmonics);
  const double first = harmonics.empty() ? 0 : harmonics.front() / spectrum.loudest();
  const auto logAt = [&](double k) {
    return std::log10(heard.periodicity.aperiodicityAt(k) + kAllPeriodic);
  };
  const double here = logAt(key);
  const bool agrees = heard.yin && std::abs(heard.yin->pitch.value - key) <= 0.6;
  PitchFeatures f{};
  const auto set = [&f](PitchFeature which, double value) {
    f[static_cast<std::size_t>(which)] = value;
  };
  set(PitchFeature::Aperiodicity, heard.periodicity.aperiodicityAt(key));
  set(PitchFeature::LogAperiodicity, here);
  set(PitchFeature::GainOverHalf, logAt(key + 12) - here);
  set(PitchFeature::GainOfDouble, key - 12 < kLowest ? 0 : logAt(key - 12) - here);
  set(PitchFeature::PeriodicShare, heard.periodicity.periodicShare(key));
  set(PitchFeature::Drift, heard.periodicity.drift(key));
  set(PitchFeature::SumShare, sumShare);
  set(PitchFeature::LogSumShare, std::log(sumShare + 1e-3));
  set(PitchFeature::FundamentalLevel, std::log10(first + 1e-3));
  set(PitchFeature::FundamentalStanding, standing(spectrum, fundamental, 1));
  set(PitchFeature::OddStanding, meanStanding(spectrum, fundamental, {3, 5, 7, 9}));
  set(PitchFeature::EvenStanding, meanStanding(spectrum, fundamental, {2, 4, 6, 8}));
  set(PitchFeature::HalfwayEnergy,
      energyBetween(spectrum, fundamental, 2, harmonics.size(), energy));
  set(PitchFeature::HalfwayStanding,
      meanStanding(spectrum, fundamental, {0.5, 1.5, 2.5, 3.5, 4.5, 5.5}));
  set(PitchFeature::ThirdsEnergy,
      energyBetween(spectrum, fundamental, 3, harmonics.size(), energy));
  set(PitchFeature::ThirdsStanding,
      meanStanding(spectrum, fundamental,
                   {1.0 / 3, 2.0 / 3, 4.0 / 3, 5.0 / 3, 7.0 / 3, 8.0 / 3, 10.0 / 3, 11.0 / 3}));
  set(PitchFeature::PresentShare, presentShare(harmonics, energy));
  set(PitchFeature::EnergyShare, energy / std::max(spectrum.energy(), 1e-20));
  set(PitchFeature::Tierce, tierceOf(spectrum, fundamental));
  set(PitchFeature::Key, key / 100);
  set(PitchFeature::YinAgrees, agrees ? heard.yin->share * (1 - heard.yin->aperiodicity) : 0);
  set(PitchFeature::Seconds, heard.seconds);
  set(PitchFeature::Floor, heard.floor);
  return f;
}

}  // namespace

std::vector<PitchEvidence> pitchEvidence(const audio::AudioClip& clip) {
  if (clip.empty() || audio::peakOf(clip) <= 0) return {};
  const auto resampled = audio::resampled(audio::normalized(clip, -1), kModelRate);
  if (!resampled) return {};
  const MeanSpectrum spectrum(*resampled);
  if (spectrum.isSilent()) return {};
  const Periodicity periodicity(*resampled);
  const auto yin = audio::estimatePitch(*resampled);
  const CandidateKeys candidates(yin, spectrum, periodicity);

  std::vector<double> sums;
  for (const double key : candidates.keys())
    sums.push_back(rootSum(spectrum.harmonics(frequencyOf(MidiPitch(key)), 16)));
  const double highest = sums.empty() ? 1 : std::max(1e-20, *std::ranges::max_element(sums));
  const double half = spectrum.highest() / 2;
  const Listening heard{spectrum, periodicity, yin, std::log10(soundingSeconds(*resampled)),
                        std::log10(spectrum.floorAround(half, half) / spectrum.loudest() + 1e-5)};
  std::vector<PitchEvidence> evidence;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double key = candidates.keys()[i];
    evidence.push_back({MidiPitch(key), featuresOf(heard, key, sums[i] / highest)});
  }
  return evidence;
}

}  // namespace timbre::spectral
