#include "studies/TrainingPart.h"

#include <gtest/gtest.h>

#include <set>

namespace timbre::studies {
namespace {

dataset::NoteInfo noteOf(const char* sampleSets, int pitch) {
  dataset::NoteInfo note;
  note.instrument = "keyboard_acoustic_000";
  note.sampleSets = sampleSets;
  note.pitch = pitch;
  return note;
}

}  // namespace

TEST(TrainingPart, followsTheSplitOfTheShippedModels) {
  EXPECT_EQ(trainingPartOf(noteOf("", 60)), TrainingPart::Elsewhere);
  EXPECT_EQ(trainingPartOf(noteOf("0:12", 60)), TrainingPart::UnseenInstrument);
  EXPECT_EQ(trainingPartOf(noteOf("0:12 0:0", 60)), TrainingPart::SharesSamples);
  std::set<TrainingPart> parts;
  for (int pitch = 60; pitch < 67; ++pitch) parts.insert(trainingPartOf(noteOf("0:0", pitch)));
  EXPECT_EQ(parts, (std::set{TrainingPart::Used, TrainingPart::HeldOutPitch}));
}

TEST(TrainingPart, everyOneHasItsTitle) {
  EXPECT_EQ(titleOf(TrainingPart::HeldOutPitch), "held-out pitch");
  EXPECT_EQ(titleOf(TrainingPart::Elsewhere), "not from the training SoundFonts");
}

}  // namespace timbre::studies
