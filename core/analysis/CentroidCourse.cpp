#include "analysis/CentroidCourse.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/ExceptionText.h"
#include "audio/NoteLevels.h"
#include "base/Statistics.h"
#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

constexpr std::size_t kFewest = 10;
constexpr double kStill = 0.02;

struct Frame {
  double energy = 0;
  double centroid = 0;  // bins
};

Result<std::vector<Frame>> framesOf(const audio::AudioClip& clip) {
  const auto cells = spectral::stft(clip.samples(), {1024, 256});
  if (!cells) return tl::unexpected(cells.error());
  std::vector<Frame> frames(static_cast<std::size_t>(cells->frames));
  for (int bin = 0; bin < cells->bins; ++bin)
    for (int t = 0; t < cells->frames; ++t) {
      const double power = std::norm(cells->at(bin, t));
      frames[t].energy += power;
      frames[t].centroid += bin * power;
    }
  for (Frame& frame : frames)
    if (frame.energy > 0) frame.centroid /= frame.energy;
  return frames;
}

/// Nothing where the original's centroid hardly moves: there is no course to follow.
std::optional<double> agreementOf(const std::vector<double>& original,
                                  const std::vector<double>& other) {
  if (original.size() < kFewest) return std::nullopt;
  const Moments moments = momentsOf(original);
  if (moments.deviation <= kStill * moments.mean) return std::nullopt;
  return correlation(original, other);
}

Result<std::optional<double>> courseOf(const audio::AudioClip& original,
                                       const audio::AudioClip& other) {
  if (original.rate() != other.rate())
    return fail(ErrorCode::Unsupported, "The two sounds have different rates; resample one first");
  const auto one = framesOf(original);
  if (!one) return tl::unexpected(one.error());
  const auto two = framesOf(other);
  if (!two) return tl::unexpected(two.error());
  double loudest = 0;
  for (const Frame& frame : *one) loudest = std::max(loudest, frame.energy);
  std::vector<double> a, b;
  for (std::size_t t = 0; t < std::min(one->size(), two->size()); ++t)
    if ((*one)[t].energy > audio::kSoundingEnergy * loudest) {
      a.push_back((*one)[t].centroid);
      b.push_back((*two)[t].centroid);
    }
  return agreementOf(a, b);
}

}  // namespace

Result<std::optional<double>> centroidCorrelation(const audio::AudioClip& original,
                                                  const audio::AudioClip& other) {
  return catchExceptions(kExceptionText, [&] { return courseOf(original, other); });
}

}  // namespace timbre::analysis
