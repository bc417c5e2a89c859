#include "analysis/PartialAt.h"

#include <algorithm>
#include <cmath>

#include "analysis/SpectrumFrame.h"

namespace timbre::analysis {
namespace {

constexpr double kSemitone = 1.059463;
constexpr double kHalfBand = 0.45;  // of the distance between partials
constexpr double kLoneBand = 0.06;  // of its frequency, where a peak has no neighbour
constexpr double kHearableDb = 50;  // below the loudest: fainter peaks are no neighbours

const SpectralPeak* pointedAt(const std::vector<SpectralPeak>& peaks, double hertz,
                              double resolution) {
  const double reach = std::max(hertz * (kSemitone - 1), resolution);
  const SpectralPeak* best = nullptr;
  for (const SpectralPeak& peak : peaks)
    if (std::abs(peak.hertz - hertz) <= reach && (!best || peak.levelDb > best->levelDb))
      best = &peak;
  return best;
}

/// How far the next peaks are that could be heard beside this one.
double distanceToNeighbours(const std::vector<SpectralPeak>& peaks, const SpectralPeak& own) {
  double nearest = own.hertz * kLoneBand / kHalfBand;
  for (const SpectralPeak& peak : peaks)
    if (&peak != &own && peak.levelDb > own.levelDb - kHearableDb / 2)
      nearest = std::min(nearest, std::abs(peak.hertz - own.hertz));
  return nearest;
}

}  // namespace

Result<std::optional<LocatedPartial>> partialAt(const audio::AudioClip& clip, double seconds,
                                                double hertz, std::optional<double> pitch) {
  const auto frame = spectrumAt(clip, seconds);
  if (!frame) return tl::unexpected(frame.error());
  const auto peaks = peaksOf(*frame, kHearableDb + 20);
  const SpectralPeak* peak = pointedAt(peaks, hertz, frame->resolutionHertz / 2);
  if (!peak) return std::optional<LocatedPartial>();
  LocatedPartial partial{0, peak->hertz, peak->levelDb, {}};
  double apart = distanceToNeighbours(peaks, *peak);
  if (const auto comb = pitch ? snapComb(*frame, *pitch) : std::nullopt) {
    apart = comb->fundamental;
    for (const CombPartial& tooth : comb->partials)
      if (tooth.hertz == peak->hertz) partial.number = tooth.number;
  }
  const double half = std::max(kHalfBand * apart, frame->resolutionHertz);
  partial.box = {0, clip.seconds(), std::max(partial.hertz - half, 0.0), partial.hertz + half};
  return std::optional(partial);
}

}  // namespace timbre::analysis
