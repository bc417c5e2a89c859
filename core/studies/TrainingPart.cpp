#include "studies/TrainingPart.h"

#include "dataset/Split.h"

namespace timbre::studies {

TrainingPart trainingPartOf(const dataset::NoteInfo& note) {
  if (note.sampleSets.empty()) return TrainingPart::Elsewhere;
  const auto split = dataset::splitOf({}, note);
  if (!split) return TrainingPart::SharesSamples;
  switch (*split) {
    case dataset::Split::Train:
      return TrainingPart::Used;
    case dataset::Split::HeldOut:
      return TrainingPart::HeldOutPitch;
    case dataset::Split::Unseen:
      return TrainingPart::UnseenInstrument;
  }
  return TrainingPart::Elsewhere;
}

}  // namespace timbre::studies
