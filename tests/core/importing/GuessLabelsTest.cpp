#include "importing/GuessLabels.h"

#include <gtest/gtest.h>

namespace timbre::importing {
namespace {

std::string family(const char* name) {
  const auto found = familyNamed(name);
  return found ? std::string(dataset::kFamilies[static_cast<std::size_t>(*found)]) : "unknown";
}

TEST(GuessLabels, InstrumentsAreWholeWords) {
  EXPECT_EQ(family("C sharp"), "unknown");
  EXPECT_EQ(family("freedom"), "unknown");
  EXPECT_EQ(family("stringent test"), "unknown");
  EXPECT_EQ(family("organic pad"), "unknown");
  EXPECT_EQ(family("misleading"), "unknown");
  EXPECT_EQ(family("harp C#4"), "string");
  EXPECT_EQ(family("Steel-Guitar_E2"), "guitar");
  EXPECT_EQ(family("AltoSax A4"), "reed");
  EXPECT_EQ(family("church bells"), "mallet");
}

TEST(GuessLabels, WhatRecordersCallTheirFilesIsNoInstrument) {
  EXPECT_EQ(family("Voice Recorder 12"), "unknown");
  EXPECT_EQ(family("Recorder_003"), "unknown");
  EXPECT_EQ(family("Voice memo 7"), "unknown");
  EXPECT_EQ(family("New Recording 5"), "unknown");
  EXPECT_EQ(family("alto recorder A4"), "flute");
}

TEST(GuessLabels, DynamicsNeverBeatAnInstrument) {
  EXPECT_EQ(family("oboe_A4_1_piano_normal"), "reed");
  EXPECT_EQ(family("saxophone_C4_1_mezzo-piano_normal"), "reed");
  EXPECT_EQ(family("piano_cello_A3"), "string");
  EXPECT_EQ(family("A4_mezzo-piano"), "unknown");
  EXPECT_EQ(family("piano C4"), "keyboard");
  EXPECT_EQ(family("electric piano C4 piano"), "keyboard");
}

TEST(GuessLabels, TheLastInstrumentNamedIsTheInstrument) {
  EXPECT_EQ(family("bass trombone"), "brass");
  EXPECT_EQ(family("trombone bass"), "brass");
  EXPECT_EQ(family("bass clarinet"), "reed");
  EXPECT_EQ(family("double bass"), "string");
  EXPECT_EQ(family("bass guitar"), "bass");
  EXPECT_EQ(family("english horn"), "reed");
  EXPECT_EQ(family("french horn"), "brass");
  EXPECT_EQ(family("finger bass"), "bass");
  EXPECT_EQ(family("guitar string 2"), "guitar");
  EXPECT_EQ(family("lead guitar"), "guitar");
}

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
  const HeardPitch unsure{MidiPitch(48.1), 0.6, MidiPitch(60.1), 0.3};
  EXPECT_EQ(labelled("organ C4.wav", unsure).pitch, 60);
  EXPECT_EQ(labelled("organ C5.wav", unsure).pitch, 48);
}

}  // namespace
}  // namespace timbre::importing
