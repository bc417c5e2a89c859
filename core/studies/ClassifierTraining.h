/// Trains the classifier that judges reconstructions, on originals only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/Split.h"
#include "evaluation/Summary.h"
#include "studies/NoteClassifier.h"

namespace timbre::studies {

/// A note to learn from, or to be judged by.
struct LabelledNote {
  ClassifierFeatures features;
  NoteGuess truth;
  dataset::Split split = dataset::Split::Train;
};

/// All notes of training packs. Fails as corpus::TrainingPack::open(). Cancellable.
Result<std::vector<LabelledNote>> labelledNotes(std::span<const std::filesystem::path> packs,
                                                int threads, Progress& progress);

struct ClassifierParams {
  int hidden = 256;
  int epochs = 40;
  int batch = 64;
  double rate = 1.5e-3;  ///< Adam's, falling to nothing along a cosine
  int shiftKeys = 6;     ///< notes are transposed by up to this many keys, with the new label
  bool balance = false;  ///< draws every family equally often
  std::uint64_t seed = 1;
};

/// How far it is after an epoch.
struct EpochReport {
  int epoch = 0;
  double loss = 0;                      ///< mean over the epoch
  evaluation::Proportion heldOut;       ///< correct pitches, of held-out pitches
  evaluation::Proportion unseen;        ///< correct pitches, of unseen instruments
  evaluation::Proportion unseenFamily;  ///< families right, of those
};

/// `report`: called after each epoch; may be empty. Learns from the notes of Split::Train; the loss
/// is the paper's: the cross-entropies of pitch, family and source, and the mean over the qualities
/// of theirs, unweighted. One core; the same input gives the same numbers on the same kind of
/// processor. BadFormat when there is nothing to learn from. Cancellable.
Result<NoteClassifier> trainClassifier(std::span<const LabelledNote> notes,
                                       const ClassifierParams& params,
                                       const std::function<void(const EpochReport&)>& report,
                                       Progress& progress);

}  // namespace timbre::studies
