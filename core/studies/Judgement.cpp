#include "studies/Judgement.h"

#include <cmath>
#include <cstdio>

#include "analysis/Mfcc.h"
#include "audio/Pitch.h"
#include "spectral/HarmonicSum.h"
#include "spectral/LogSpectralDistance.h"

namespace timbre::studies {
namespace {

constexpr double kComparedPeakDb = -1, kHalfKey = 0.5;  // keys

}  // namespace

Judgement judge(const dataset::NoteInfo& note, const audio::AudioClip& sound,
                const audio::AudioClip* original, const NoteClassifier* classifier) {
  Judgement j;
  j.family = note.family;
  j.part = trainingPartOf(note);
  const auto loud = audio::normalized(sound, kComparedPeakDb);
  const auto yin = audio::estimatePitch(loud);
  const auto sum = spectral::harmonicSumPitch(loud);
  j.yinRight = yin && std::abs(yin->pitch.value - note.pitch) <= kHalfKey;
  j.sumRight = sum && std::abs(sum->value - note.pitch) <= kHalfKey;
  if (original) {
    const auto before = audio::normalized(*original, kComparedPeakDb);
    if (const auto d = spectral::logSpectralDistance(before, loud)) j.spectralDistance = *d;
    if (const auto d = analysis::mfccDistance(before, loud)) j.mfcc = *d;
  }
  Unwatched quiet;
  if (!classifier) return j;
  const auto features = classifierFeatures(sound, quiet);
  if (!features) return j;
  const NoteGuess said = classifier->guess(*features);
  j.pitchRight = said.pitch == note.pitch;
  j.familyRight = said.family == note.family;
  j.sourceRight = said.source == note.source;
  j.qualities = 1 - static_cast<double>((said.qualities ^ note.qualities).count()) / 10;
  return j;
}

std::string shownShare(const evaluation::Proportion& share) {
  if (share.of == 0) return "–";
  char text[64];
  std::snprintf(text, sizeof text, "%.1f (%.1f to %.1f)", 100 * share.value(), 100 * share.low(),
                100 * share.high());
  return text;
}

}  // namespace timbre::studies
