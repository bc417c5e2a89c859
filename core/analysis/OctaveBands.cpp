#include "analysis/OctaveBands.h"

#include <cmath>
#include <numeric>

#include "analysis/MeanPower.h"

namespace timbre::analysis {
namespace {

constexpr int kFft = 4096;
constexpr double kSilentOctave = 1e-6;  // of the power of all octaves: -60 dB
// A sine of amplitude 1 in a Hann window of n samples: the sum of |X|^2 over its bins is 3 n^2
// / 32.
constexpr double kFullScale = 3.0 / 32 * kFft * kFft;

}  // namespace

int octaveOf(double hertz) {
  if (hertz < kLowestBand) return -1;
  const int octave = static_cast<int>(std::floor(std::log2(hertz / kLowestBand)));
  return octave < kOctaveBands ? octave : -1;
}

Result<OctaveValues> octaveLevels(const audio::AudioClip& clip) {
  const auto spectrum = meanPower(clip, kFft);
  if (!spectrum) return tl::unexpected(spectrum.error());
  std::array<double, kOctaveBands> powers{};
  for (std::size_t bin = 0; bin < spectrum->bins.size(); ++bin)
    if (const int octave = octaveOf(spectrum->hertz(bin)); octave >= 0)
      powers[static_cast<std::size_t>(octave)] += spectrum->bins[bin];
  const double all = std::accumulate(powers.begin(), powers.end(), 0.0);
  OctaveValues levels;
  for (std::size_t i = 0; i < powers.size(); ++i)
    if (powers[i] > kSilentOctave * all) levels[i] = 10 * std::log10(powers[i] / kFullScale);
  return levels;
}

}  // namespace timbre::analysis
