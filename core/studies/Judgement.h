/// Notes judged one by one, gathered into shares and means with their intervals.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "dataset/NoteInfo.h"
#include "evaluation/Summary.h"
#include "studies/NoteClassifier.h"
#include "studies/TrainingPart.h"

namespace timbre::studies {

/// What is found of one sound of a note: the original's, or a reconstruction's.
struct Judgement {
  int family = 0;                                            ///< the note's label
  TrainingPart part = TrainingPart::Elsewhere;               ///< what the shipped models knew of it
  bool yinRight = false;                                     ///< within 50 cents of the label
  bool sumRight = false;                                     ///< by the harmonic sum
  std::optional<bool> pitchRight, familyRight, sourceRight;  ///< by the classifier
  double qualities = 0;  ///< share of the ten that the classifier says right
  std::optional<double> spectralDistance, mfcc;  ///< dB, from the original
};

/// `original`: null for the original itself. `classifier`: null where there is none. Any thread.
Judgement judge(const dataset::NoteInfo& note, const audio::AudioClip& sound,
                const audio::AudioClip* original, const NoteClassifier* classifier);

/// Notes for which `of` gives true, among those for which it gives anything.
template <class Of>
evaluation::Proportion shareOf(std::span<const Judgement> all, Of of) {
  evaluation::Proportion share;
  for (const auto& j : all)
    if (const std::optional<bool> right = of(j)) {
      share.hits += *right;
      ++share.of;
    }
  return share;
}

/// "91.6 (88.1 to 94.0)", in per cent; "–" for none.
std::string shownShare(const evaluation::Proportion& share);

}  // namespace timbre::studies
