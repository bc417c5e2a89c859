#include "importing/InstrumentName.h"

#include <gtest/gtest.h>

#include <string>

#include "dataset/NoteInfo.h"

namespace timbre::importing {
namespace {

std::string family(const char* name) {
  const auto found = familyNamed(name);
  return found ? std::string(dataset::kFamilies[static_cast<std::size_t>(*found)]) : "unknown";
}

TEST(InstrumentName, InstrumentsAreWholeWords) {
  EXPECT_EQ(family("C sharp"), "unknown");
  EXPECT_EQ(family("bass drum 2"), "unknown");
  EXPECT_EQ(family("Basset Horn F3"), "reed");
  EXPECT_EQ(family("freedom"), "unknown");
  EXPECT_EQ(family("stringent test"), "unknown");
  EXPECT_EQ(family("organic pad"), "unknown");
  EXPECT_EQ(family("misleading"), "unknown");
  EXPECT_EQ(family("harp C#4"), "string");
  EXPECT_EQ(family("Steel-Guitar_E2"), "guitar");
  EXPECT_EQ(family("AltoSax A4"), "reed");
  EXPECT_EQ(family("church bells"), "mallet");
}

TEST(InstrumentName, WhatRecordersCallTheirFilesIsNoInstrument) {
  EXPECT_EQ(family("Voice 001"), "unknown");
  EXPECT_EQ(family("voice_ah_A3"), "vocal");
  EXPECT_EQ(family("Voice Recorder 12"), "unknown");
  EXPECT_EQ(family("Recorder_003"), "unknown");
  EXPECT_EQ(family("Voice memo 7"), "unknown");
  EXPECT_EQ(family("New Recording 5"), "unknown");
  EXPECT_EQ(family("alto recorder A4"), "flute");
}

TEST(InstrumentName, DynamicsNeverBeatAnInstrument) {
  EXPECT_EQ(family("oboe_A4_1_piano_normal"), "reed");
  EXPECT_EQ(family("saxophone_C4_1_mezzo-piano_normal"), "reed");
  EXPECT_EQ(family("piano_cello_A3"), "string");
  EXPECT_EQ(family("A4_mezzo-piano"), "unknown");
  EXPECT_EQ(family("piano C4"), "keyboard");
  EXPECT_EQ(family("electric piano C4 piano"), "keyboard");
}

TEST(InstrumentName, TheLastInstrumentNamedIsTheInstrument) {
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

TEST(InstrumentName, TheSourceIsAcousticUnlessItIsNamed) {
  const auto source = [](const char* name) {
    return dataset::kSources[static_cast<std::size_t>(sourceNamed(name))];
  };
  EXPECT_EQ(source("violin A4"), "acoustic");
  EXPECT_EQ(source("Electric Piano C3"), "electronic");
  EXPECT_EQ(source("SynthBass E1"), "synthetic");
}

}  // namespace
}  // namespace timbre::importing
