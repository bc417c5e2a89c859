#include "evaluation/SoundErrors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/AttackTime.h"
#include "analysis/CentroidCourse.h"
#include "analysis/Crackle.h"
#include "analysis/EnvelopeError.h"
#include "analysis/HarmonicNoiseRatio.h"
#include "analysis/InterHarmonicPartials.h"
#include "analysis/MultiScaleSpectrum.h"

namespace timbre::evaluation {
namespace {

using analysis::kOctaveBands;
using analysis::OctaveValues;

constexpr double kFirst = 0.025;  // s
constexpr double kRangeDb = 60;   // what lies further below counts as lying there
constexpr double kMillisecond = 1e3;

double rmsOf(const audio::AudioClip& clip) {
  const auto x = clip.samples();
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0) /
                   static_cast<double>(std::max<std::size_t>(1, x.size())));
}

audio::AudioClip broughtTo(double rms, const audio::AudioClip& clip) {
  const double own = rmsOf(clip);
  if (own <= 0 || rms <= 0) return clip;
  std::vector<float> x(clip.samples().begin(), clip.samples().end());
  for (float& s : x) s *= static_cast<float>(rms / own);
  return {std::move(x), clip.rate()};
}

OctaveValues noiseErrors(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                         MidiPitch pitch) {
  const auto before = analysis::harmonicNoiseRatio(original, pitch);
  const auto after = analysis::harmonicNoiseRatio(rebuilt, pitch);
  OctaveValues errors;
  if (!before || !after) return errors;
  for (std::size_t i = 0; i < errors.size(); ++i)
    if ((*before)[i] && (*after)[i]) errors[i] = *(*after)[i] - *(*before)[i];
  return errors;
}

OctaveValues levelErrors(const audio::AudioClip& original, const audio::AudioClip& rebuilt) {
  const auto before = analysis::octaveLevels(original);
  const auto after = analysis::octaveLevels(rebuilt);
  OctaveValues errors;
  if (!before || !after) return errors;
  const auto loudest = *std::max_element(before->begin(), before->end());  // none is the least
  if (!loudest) return errors;
  const double floor = *loudest - kRangeDb;
  for (std::size_t i = 0; i < errors.size(); ++i)
    if ((*before)[i]) errors[i] = std::max(floor, (*after)[i].value_or(floor)) - *(*before)[i];
  return errors;
}

void measureAttack(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                   SoundErrors& errors) {
  const auto before = analysis::attackOf(original);
  if (!before) return;
  errors.originalRiseTime = kMillisecond * before->riseTime;
  errors.struck = analysis::isStruck(*before);
  if (!errors.struck) return;
  if (const auto after = analysis::attackOf(rebuilt))
    errors.riseTime = kMillisecond * (after->riseTime - before->riseTime);
  errors.attackLevel = analysis::levelAfter(rebuilt, before->onset, kFirst) -
                       analysis::levelAfter(original, before->onset, kFirst);
}

std::optional<double> crackleError(const audio::AudioClip& original,
                                   const audio::AudioClip& rebuilt) {
  const auto before = analysis::trebleCrest(original), after = analysis::trebleCrest(rebuilt);
  if (!before || !after || !*before || !*after) return std::nullopt;
  return **after - **before;
}

std::optional<double> interHarmonicError(const audio::AudioClip& original,
                                         const audio::AudioClip& rebuilt, MidiPitch told) {
  const auto partials = analysis::interHarmonicPartials(original, told);
  if (!partials || partials->share < analysis::kAudibleInterHarmonicShare) return std::nullopt;
  const auto change = analysis::interHarmonicChange(original, rebuilt, told);
  return change ? std::optional(*change) : std::nullopt;
}

}  // namespace

std::optional<double> meanAbsolute(const OctaveValues& errors) {
  double sum = 0;
  int count = 0;
  for (const auto& error : errors) {
    if (!error) continue;
    sum += std::abs(*error);
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

SoundErrors soundErrors(const audio::AudioClip& original, const audio::AudioClip& rebuilt,
                        const KnownPitches& pitches) {
  const audio::AudioClip other = broughtTo(rmsOf(original), rebuilt);
  SoundErrors errors;
  if (rmsOf(original) <= 0) return errors;
  if (const auto distance = analysis::multiScaleSpectrumDistance(original, other)) {
    errors.spectrum = distance->allCells;
    errors.soundingSpectrum = distance->soundingCells;
  }
  if (pitches.heard) errors.harmonicNoise = noiseErrors(original, other, *pitches.heard);
  errors.octaveLevel = levelErrors(original, other);
  measureAttack(original, other, errors);
  if (const auto r = analysis::centroidCorrelation(original, other); r && *r)
    errors.centroidCourse = 1 - **r;
  errors.envelope = analysis::envelopeError(original, other);
  errors.crackle = crackleError(original, other);
  if (pitches.told) errors.interHarmonic = interHarmonicError(original, other, *pitches.told);
  return errors;
}

}  // namespace timbre::evaluation
