/// What an uneven set of notes costs a classifier in each family, and how much of it balanced
/// drawing brings back.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "evaluation/Summary.h"
#include "studies/ClassifierTraining.h"

namespace timbre::studies {

/// One way to choose and to draw the notes for training.
struct ImbalanceArm {
  bool thinned = false;   ///< every second family keeps an eighth of its notes, at least two
  bool balanced = false;  ///< every family is drawn equally often
};
inline constexpr std::array<ImbalanceArm, 4> kImbalanceArms{
    {{false, false}, {false, true}, {true, false}, {true, true}}};

struct FamilyAccuracy {
  int family = 0;
  bool thinned = false;  ///< in the arms that thin
  int notes = 0;
  std::array<evaluation::Proportion, kImbalanceArms.size()> right;  ///< in the order of the arms
};

/// Trains classifiers by cross-validation in five folds: each note is judged by classifiers that
/// were not trained on it, but may know other notes of its instrument. Families with fewer than
/// five notes are left out. The splits of the notes do not matter. BadFormat when fewer than two
/// families remain. The same input gives the same answer for any number of threads. Cancellable.
Result<std::vector<FamilyAccuracy>> imbalanceTrial(std::span<const LabelledNote> notes,
                                                   const ClassifierParams& params, int threads,
                                                   Progress& progress);

}  // namespace timbre::studies
