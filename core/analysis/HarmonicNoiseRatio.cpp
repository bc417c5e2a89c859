#include "analysis/HarmonicNoiseRatio.h"

#include <algorithm>
#include <cmath>

#include "analysis/MeanPower.h"

namespace timbre::analysis {
namespace {

constexpr double kSilent = 1e-6;  // of the whole power: -60 dB

struct Octave {
  double harmonic = 0, rest = 0;  // power
  int harmonicBins = 0, restBins = 0;
};

std::optional<double> ratioOf(const Octave& octave, double whole) {
  if (octave.harmonicBins == 0 || octave.restBins == 0) return std::nullopt;
  if (octave.harmonic + octave.rest <= kSilent * whole) return std::nullopt;
  const double density = octave.rest / octave.restBins;
  const double noise = density * (octave.harmonicBins + octave.restBins);
  const double harmonics = std::max(0.0, octave.harmonic - density * octave.harmonicBins);
  if (noise <= 0) return kMostHarmonicNoiseRatio;
  return std::clamp(10 * std::log10(harmonics / noise), kLeastHarmonicNoiseRatio,
                    kMostHarmonicNoiseRatio);
}

}  // namespace

Result<OctaveValues> harmonicNoiseRatio(const audio::AudioClip& clip, MidiPitch pitch) {
  const double told = frequencyOf(pitch);
  const auto spectrum = meanPower(clip, frameFor(told, clip.rate()));
  if (!spectrum) return tl::unexpected(spectrum.error());
  const double fundamental = refinedFundamental(*spectrum, told);
  std::array<Octave, kOctaveBands> octaves;
  for (std::size_t bin = 0; bin < spectrum->bins.size(); ++bin) {
    const double hertz = spectrum->hertz(bin);
    const int at = octaveOf(hertz);
    if (at < 0 || hertz < fundamental / 2) continue;
    Octave& octave = octaves[static_cast<std::size_t>(at)];
    const bool harmonic = isHarmonic(hertz, fundamental, spectrum->binHertz);
    (harmonic ? octave.harmonic : octave.rest) += spectrum->bins[bin];
    ++(harmonic ? octave.harmonicBins : octave.restBins);
  }
  OctaveValues ratios;
  std::transform(octaves.begin(), octaves.end(), ratios.begin(),
                 [whole = spectrum->total()](const Octave& o) { return ratioOf(o, whole); });
  return ratios;
}

}  // namespace timbre::analysis
