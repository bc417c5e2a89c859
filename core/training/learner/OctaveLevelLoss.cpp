#include "training/learner/OctaveLevelLoss.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace timbre::training {

using model::kPostFilterBins;

namespace {

constexpr double kLowest = 62.5;                                                        // Hz
constexpr double kBin = kModelRate.hz / static_cast<double>(model::kPostFilterWindow);  // Hz
constexpr double kMainLobe = 2 * kBin;  // of the Hann window, to either side
constexpr double kDetuned = 0.012;      // of a partial's frequency: 20 cents
constexpr double kLeastRest = 0.25;     // of an octave's bins; else there is no room
constexpr double kRange = 1e-6;         // of power: 60 dB
constexpr double kSilent = 1e-2;        // power below which a frame has no levels
constexpr double kPartWeight = 0.25;    // of an octave's harmonics, and of its rest

double powerOf(float log10Magnitude) {
  return std::exp(2 * std::numbers::ln10 * static_cast<double>(log10Magnitude));
}

}  // namespace

OctaveLevelLoss::OctaveLevelLoss() {
  for (int pitch = 0; pitch < 128; ++pitch) parts_.push_back(partsOf(pitch));
}

OctaveLevelLoss::Parts OctaveLevelLoss::partsOf(int pitch) {
  const double fundamental = frequencyOf(MidiPitch(pitch));
  Parts parts;
  parts.fill(-1);
  std::array<int, kOctaves> bins{}, harmonics{};
  const auto octaveAt = [](int bin) {
    return bin * kBin < kLowest ? -1 : static_cast<int>(std::log2(bin * kBin / kLowest));
  };
  const auto harmonic = [fundamental](int bin) {
    const double hertz = bin * kBin, number = std::max(1.0, std::round(hertz / fundamental));
    return std::abs(hertz - number * fundamental) <= std::max(kMainLobe, kDetuned * hertz);
  };
  for (int bin = 0; bin < kPostFilterBins; ++bin)
    if (const int octave = octaveAt(bin); octave >= 0 && octave < kOctaves) {
      ++bins[octave];
      harmonics[octave] += harmonic(bin);
    }
  for (int bin = 0; bin < kPostFilterBins; ++bin) {
    const int octave = octaveAt(bin);
    if (octave < 0 || octave >= kOctaves) continue;
    const bool room =
        harmonics[octave] > 0 && bins[octave] - harmonics[octave] >= kLeastRest * bins[octave];
    const int part = !room ? 2 : harmonic(bin) ? 0 : 1;
    parts[static_cast<std::size_t>(bin)] = static_cast<std::int8_t>(part * kOctaves + octave);
  }
  return parts;
}

OctaveLevelLoss::Levels OctaveLevelLoss::powers(std::span<const float> spectrum,
                                                const Parts& parts) {
  Levels powers{};
  for (std::size_t bin = 0; bin < parts.size(); ++bin)
    if (parts[bin] >= 0) powers[static_cast<std::size_t>(parts[bin])] += powerOf(spectrum[bin]);
  for (std::size_t octave = 0; octave < kOctaves; ++octave)
    powers[2 * kOctaves + octave] += powers[octave] + powers[kOctaves + octave];
  return powers;
}

double OctaveLevelLoss::operator()(std::span<const float> predicted, std::span<const float> wanted,
                                   int pitch, float weight, std::span<float> gradient) const {
  const Parts& parts = parts_[static_cast<std::size_t>(pitch)];
  const Levels found = powers(predicted, parts), truth = powers(wanted, parts);
  const double loudest = *std::max_element(truth.begin(), truth.end());
  if (loudest < kSilent) return 0;
  const double floor = loudest * kRange;
  double squares = 0, weights = 0;
  Levels slopes{};  // of the sum of squares, by a bin's log10 magnitude, per power of the bin
  for (std::size_t level = 0; level < kLevels; ++level) {
    if (truth[level] <= 0) continue;  // no bins
    const double error =
        std::log10(std::max(found[level], floor) / std::max(truth[level], floor)) / 2;
    const double counts = level < 2 * kOctaves ? kPartWeight : 1;
    squares += counts * error * error;
    weights += counts;
    if (found[level] > floor) slopes[level] = 2 * counts * error / found[level];
  }
  for (std::size_t bin = 0; bin < parts.size(); ++bin) {
    if (parts[bin] < 0) continue;
    const auto part = static_cast<std::size_t>(parts[bin]), whole = 2 * kOctaves + part % kOctaves;
    const double slope = slopes[whole] + (part == whole ? 0 : slopes[part]);
    gradient[bin] += static_cast<float>(weight * slope * powerOf(predicted[bin]) / weights);
  }
  return squares / weights;
}

}  // namespace timbre::training
