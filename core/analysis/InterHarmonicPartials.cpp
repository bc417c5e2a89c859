#include "analysis/InterHarmonicPartials.h"

#include <algorithm>
#include <cmath>

#include "analysis/MeanPower.h"

namespace timbre::analysis {
namespace {

constexpr double kLowest = 30;        // Hz
constexpr double kWithin = 1e-5;      // of the largest peak's power: -50 dB
constexpr double kProminence = 31.6;  // times the power around it: 15 dB
constexpr std::size_t kLobe = 2;      // bins to either side of a peak that are the peak's
constexpr std::size_t kAround = 16;   // bins to either side that are looked at for noise
constexpr double kLeastDb = -40;

double lobe(const MeanPower& spectrum, std::size_t peak) {
  double sum = 0;
  for (std::size_t bin = peak - kLobe; bin <= peak + kLobe; ++bin) sum += spectrum.bins[bin];
  return sum;
}

/// The lower quartile of the bins around a peak: other partials among them do not raise it.
double around(const MeanPower& spectrum, std::size_t peak) {
  const std::size_t from = peak > kAround ? peak - kAround : 0;
  const std::size_t to = std::min(spectrum.bins.size(), peak + kAround + 1);
  std::vector<double> near(spectrum.bins.begin() + static_cast<std::ptrdiff_t>(from),
                           spectrum.bins.begin() + static_cast<std::ptrdiff_t>(to));
  const auto quartile = near.begin() + static_cast<std::ptrdiff_t>(near.size() / 4);
  std::nth_element(near.begin(), quartile, near.end());
  return *quartile;
}

std::vector<std::size_t> peaksBetween(const MeanPower& spectrum, double fundamental) {
  const auto& power = spectrum.bins;
  const double least = kWithin * *std::max_element(power.begin(), power.end());
  std::vector<std::size_t> peaks;
  for (std::size_t bin = kLobe + 1; bin + kLobe + 1 < power.size(); ++bin) {
    const double hertz = spectrum.hertz(bin);
    if (hertz < kLowest || isHarmonic(hertz, fundamental, spectrum.binHertz)) continue;
    const auto here = power.begin() + static_cast<std::ptrdiff_t>(bin);
    if (power[bin] <= least || *std::max_element(here - 2, here + 3) > power[bin]) continue;
    if (power[bin] > kProminence * around(spectrum, bin)) peaks.push_back(bin);
  }
  return peaks;
}

}  // namespace

Result<InterHarmonicPartials> interHarmonicPartials(const audio::AudioClip& clip, MidiPitch told) {
  const double near = frequencyOf(told);
  const auto spectrum = meanPower(clip, frameFor(near, clip.rate()));
  if (!spectrum) return tl::unexpected(spectrum.error());
  InterHarmonicPartials found;
  for (const std::size_t peak : peaksBetween(*spectrum, refinedFundamental(*spectrum, near))) {
    found.hertz.push_back(spectrum->hertz(peak));
    found.share += lobe(*spectrum, peak) / spectrum->total();
  }
  return found;
}

Result<double> interHarmonicChange(const audio::AudioClip& original, const audio::AudioClip& other,
                                   MidiPitch told) {
  const double near = frequencyOf(told);
  const int fft = frameFor(near, original.rate());
  const auto before = meanPower(original, fft);
  if (!before) return tl::unexpected(before.error());
  const auto after = meanPower(other, fft);
  if (!after) return tl::unexpected(after.error());
  double had = 0, has = 0;
  for (const std::size_t peak : peaksBetween(*before, refinedFundamental(*before, near))) {
    constexpr double kBins = 2 * kLobe + 1;
    had += lobe(*before, peak);
    has += std::max(0.0, lobe(*after, peak) - kBins * around(*after, peak));
  }
  if (had <= 0) return 0;
  return has > 0 ? std::max(kLeastDb, 10 * std::log10(has / had)) : kLeastDb;
}

}  // namespace timbre::analysis
