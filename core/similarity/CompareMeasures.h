/// Which similarity measure finds the instrument: the reproducible choice of the shipped measure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "dataset/NoteLibrary.h"
#include "latent/Embedding.h"
#include "similarity/TimbreSpace.h"

namespace timbre::similarity {

/// Gives a note's embedding; empty function: none are compared.
using EmbeddingOf = std::function<Result<latent::Embedding>(const dataset::NoteInfo&, Progress&)>;

/// The features of the notes of a library that can be read, in its order.
struct LibraryFeatures {
  LabelledFeatures sound;      ///< NoteFeatures::values
  LabelledFeatures embedding;  ///< embeddingFeatures(), then the two pitch terms; empty: none
};
Result<LibraryFeatures> featuresOf(const dataset::NoteLibrary& library, const EmbeddingOf& encode,
                                   int threads, Progress& progress);

/// Of the notes whose instrument has a note at another pitch: how many have one of their own
/// instrument as the nearest of all notes at other pitches.
struct HitRate {
  int hits = 0;
  int of = 0;
  double share() const { return of ? static_cast<double>(hits) / of : 0; }
};

struct MeasureScore {
  std::string name;  ///< "sound, discriminant"
  HitRate choice;    ///< of every other instrument, fitted on the other half of those
  HitRate report;    ///< of the remaining instruments, fitted on all of the former
};

/// Every kind of space over the sound's features, the embedding's and both. The searched notes are
/// always all of them. Best choice first.
Result<std::vector<MeasureScore>> compareMeasures(const LibraryFeatures& features,
                                                  Progress& progress);

/// Of a space that is there, over all notes.
HitRate hitRate(const TimbreSpace& space, const LabelledFeatures& notes);

}  // namespace timbre::similarity
