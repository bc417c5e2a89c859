#include "evaluation/SoundFigures.h"

#include <algorithm>

#include "analysis/AttackTime.h"
#include "analysis/HarmonicNoiseRatio.h"
#include "analysis/Loudness.h"
#include "analysis/OctaveBands.h"
#include "audio/Pitch.h"
#include "evaluation/Evaluation.h"

namespace timbre::evaluation {
namespace {

std::optional<double> attackTime(const audio::AudioClip& clip) {
  const auto attack = analysis::attackOf(clip);
  return attack ? std::optional(attack->riseTime) : std::nullopt;
}

/// Over the octaves that have a value and count by their level.
std::optional<double> octaveMean(const analysis::OctaveValues& octaves,
                                 const analysis::OctaveValues& levels) {
  const double loudest = std::ranges::max(levels).value_or(0);
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < octaves.size(); ++i) {
    if (!octaves[i] || !levels[i] || *levels[i] < loudest - kCountingRangeDb) continue;
    sum += *octaves[i];
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

}  // namespace

Result<SoundFigures> soundFigures(const audio::AudioClip& clip, MidiPitch key, Progress& progress) {
  const auto noise = analysis::harmonicNoiseRatio(clip, key);
  if (!noise) return tl::unexpected(noise.error());
  const auto levels = analysis::octaveLevels(clip);
  if (!levels) return tl::unexpected(levels.error());
  if (progress.cancelled()) return cancelled();
  const auto lufs = analysis::loudnessOf(clip);
  if (!lufs) return tl::unexpected(lufs.error());
  SoundFigures figures{
      .lufs = *lufs, .harmonicNoise = octaveMean(*noise, *levels), .attack = attackTime(clip)};
  if (const auto pitch = audio::estimatePitch(clip)) figures.pitch = pitch->pitch;
  return figures;
}

Result<FigureDifferences> figureDifferences(const audio::AudioClip& original,
                                            const audio::AudioClip& rebuilt, MidiPitch key,
                                            Progress& progress) {
  const auto before = analysis::harmonicNoiseRatio(original, key);
  if (!before) return tl::unexpected(before.error());
  auto after = analysis::harmonicNoiseRatio(rebuilt, key);
  if (!after) return tl::unexpected(after.error());
  const auto levels = analysis::octaveLevels(original);
  if (!levels) return tl::unexpected(levels.error());
  if (progress.cancelled()) return cancelled();
  const NoteScore score = compare(original, rebuilt);
  FigureDifferences figures{.spectralDistance = score.spectralDistance,
                            .cents = score.cents,
                            .envelopeCorrelation = score.envelopeCorrelation};
  for (std::size_t octave = 0; octave < after->size(); ++octave) {
    auto& value = (*after)[octave];
    const auto& other = (*before)[octave];
    value = value && other ? std::optional(*value - *other) : std::nullopt;
  }
  figures.harmonicNoise = octaveMean(*after, *levels);
  if (const auto a = attackTime(original), b = attackTime(rebuilt); a && b)
    figures.attack = *b - *a;
  return figures;
}

}  // namespace timbre::evaluation
