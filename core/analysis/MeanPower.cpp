#include "analysis/MeanPower.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/ExceptionText.h"
#include "audio/NoteLevels.h"
#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

constexpr double kHarmonicReach = 0.015;  // of a harmonic's frequency
constexpr double kLeastBins = 2.5;        // the main lobe of a Hann window and a little
constexpr int kHarmonics = 10;

double rootAt(const MeanPower& spectrum, double hertz) {
  const double at = hertz / spectrum.binHertz;
  const auto low = static_cast<std::size_t>(at);
  if (low + 1 >= spectrum.bins.size()) return 0;
  const double part = at - static_cast<double>(low);
  const auto root = [&](std::size_t bin) { return std::pow(spectrum.bins[bin], 0.25); };
  return root(low) * (1 - part) + root(low + 1) * part;
}

/// The frames that lie within the clip: those at its ends see it mirrored, and the fold there looks
/// like noise. All of them when the clip is shorter than one.
std::pair<int, int> wholeFrames(const spectral::Stft& cells, std::size_t samples) {
  const auto [fft, hop] = cells.params;
  const int first = (fft / 2 + hop - 1) / hop;
  const int last = (static_cast<int>(samples) - fft / 2) / hop;
  return last >= first ? std::pair(first, last + 1) : std::pair(0, cells.frames);
}

Result<MeanPower> measured(const audio::AudioClip& clip, int fft) {
  const auto cells = spectral::stft(clip.samples(), {fft, fft / 4});
  if (!cells) return tl::unexpected(cells.error());
  const auto [first, last] = wholeFrames(*cells, clip.samples().size());
  std::vector<double> energies(static_cast<std::size_t>(cells->frames));
  for (int bin = 0; bin < cells->bins; ++bin)
    for (int t = first; t < last; ++t) energies[t] += std::norm(cells->at(bin, t));
  const double least = audio::kSoundingEnergy * *std::max_element(energies.begin(), energies.end());
  const auto sounding = std::count_if(energies.begin(), energies.end(),
                                      [&](double energy) { return energy > least; });
  MeanPower mean{std::vector<double>(static_cast<std::size_t>(cells->bins)),
                 static_cast<double>(clip.rate().hz) / fft};
  for (int bin = 0; bin < cells->bins; ++bin)
    for (int t = first; t < last; ++t)
      if (energies[t] > least)
        mean.bins[bin] += std::norm(cells->at(bin, t)) / static_cast<double>(sounding);
  return mean;
}

}  // namespace

double MeanPower::total() const {
  return std::accumulate(bins.begin(), bins.end(), 0.0);
}

int frameFor(double fundamental, SampleRate rate) {
  constexpr double kBinsPerHarmonic = 12;
  return fundamental * 4096 / rate.hz >= kBinsPerHarmonic ? 4096 : 8192;
}

Result<MeanPower> meanPower(const audio::AudioClip& clip, int fft) {
  return catchExceptions(kExceptionText, [&] { return measured(clip, fft); });
}

double refinedFundamental(const MeanPower& spectrum, double near) {
  double best = near, most = 0;
  for (int cents = -50; cents <= 50; ++cents) {
    const double fundamental = near * std::exp2(cents / 1200.0);
    double sum = 0;
    for (int n = 1; n <= kHarmonics; ++n) sum += rootAt(spectrum, n * fundamental);
    if (sum <= most) continue;
    most = sum;
    best = fundamental;
  }
  return best;
}

bool isHarmonic(double hertz, double fundamental, double binHertz) {
  const double n = std::round(hertz / fundamental);
  if (n < 1) return false;
  const double reach =
      std::min(fundamental / 4, std::max(kLeastBins * binHertz, kHarmonicReach * n * fundamental));
  return std::abs(hertz - n * fundamental) <= reach;
}

}  // namespace timbre::analysis
