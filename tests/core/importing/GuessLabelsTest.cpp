#include "importing/GuessLabels.h"

#include <gtest/gtest.h>

namespace timbre::importing {
namespace {

dataset::NoteInfo labelled(const char* file, std::optional<HeardPitch> heard) {
  ImportedSound sound{};
  sound.heard = heard;
  sound.segmentation.sounds.resize(1);
  return guessLabels(file, sound);
}

TEST(GuessLabels, WhatIsHeardBeatsTheNameUnlessItIsUnsure) {
  EXPECT_EQ(labelled("flute C4.wav", HeardPitch{MidiPitch(69), 0.95}).pitch, 69);
  EXPECT_EQ(labelled("flute C4.wav", std::nullopt).pitch, 60);
  EXPECT_EQ(labelled("flute.wav", std::nullopt).pitch, -1);
  EXPECT_EQ(labelled("flute C4.wav", HeardPitch{MidiPitch(69), 0.04}).pitch, 60);
  const HeardPitch unsure{MidiPitch(48.1), 0.6, MidiPitch(60.1), 0.3};
  EXPECT_EQ(labelled("organ C4.wav", unsure).pitch, 60);
  EXPECT_EQ(labelled("organ C5.wav", unsure).pitch, 48);
}

}  // namespace
}  // namespace timbre::importing
