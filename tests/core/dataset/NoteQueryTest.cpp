#include "dataset/NoteQuery.h"

#include <gtest/gtest.h>

#include "dataset/NoteLibrary.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

bool found(const NoteQuery& query) {
  auto note =
      test::toyNote("synth_lead_synthetic_004-061-127", {0, 7});  // bright, percussive; C sharp 4
  note.name = "Saw Lead";
  const test::TemporaryFolder folder;
  EXPECT_TRUE(writeExamplesJson(folder.path(), std::vector{note}));
  Unwatched quiet;
  return !NoteLibrary::open(folder.path(), quiet, folder / "examples.json")->select(query).empty();
}

TEST(NoteQuery, AnEmptyQueryFindsEverything) {
  EXPECT_TRUE(found({}));
}

TEST(NoteQuery, EveryWordMustBeSomewhere) {
  for (const auto* text : {"lead", "LEAD", "_004", "061-127", "bright", "perc", "c#4", "C♯4", "Db4",
                           "saw", "  saw   bright c#4 "})
    EXPECT_TRUE(found({.text = text})) << text;
  for (const auto* text : {"flute", "dark", "c4", "ercussive", "saw dark", "c#5"})
    EXPECT_FALSE(found({.text = text})) << text;
}

TEST(NoteQuery, FieldsAreHeldAgainstTheNote) {
  EXPECT_TRUE(found({.families = 1u << 9}));
  EXPECT_FALSE(found({.families = 1u << 0}));
  EXPECT_TRUE(found({.families = 1u << 9 | 1u << 0}));
  EXPECT_TRUE(found({.sources = 1u << 2}));
  EXPECT_FALSE(found({.sources = 1u << 1}));
  EXPECT_TRUE(found({.velocities = keysBetween(100, 127)}));
  EXPECT_FALSE(found({.velocities = keysBetween(0, 126)}));
  EXPECT_TRUE(found({.qualities = 1u << 0 | 1u << 7}));
  EXPECT_FALSE(found({.qualities = 1u << 0 | 1u << 1})) << "all of them, not any";
  EXPECT_TRUE(found({.pitches = keysBetween(61, 61)}));
  EXPECT_FALSE(found({.pitches = keysBetween(62, 127)}));
  EXPECT_FALSE(found({.pitches = keysBetween(60, 0)}));
}

TEST(NoteQuery, WhatIsNotWantedIsNotFound) {
  EXPECT_TRUE(found({.without = "flute dark"}));
  EXPECT_FALSE(found({.without = "bright"}));
  EXPECT_FALSE(found({.text = "saw", .without = "c#4"}));
  EXPECT_TRUE(found({.notQualities = 1u << 1}));
  EXPECT_FALSE(found({.notQualities = 1u << 0}));
  EXPECT_FALSE(found({.nothing = true}));
  EXPECT_FALSE(found({.ownOnly = true}));
  EXPECT_TRUE(found({.favouritesOnly = true, .favourites = {0}}));
  EXPECT_FALSE(found({.favouritesOnly = true, .favourites = {1}}));
}

TEST(NoteQuery, NoteNamesAreMidiKeys) {
  EXPECT_EQ(pitchNamed("c4"), 60);
  EXPECT_EQ(pitchNamed("A4"), 69);
  EXPECT_EQ(pitchNamed("F#3"), 54);
  EXPECT_EQ(pitchNamed("Gb3"), 54);
  EXPECT_EQ(pitchNamed("B♭2"), 46);
  EXPECT_EQ(pitchNamed("bb2"), 46);
  EXPECT_EQ(pitchNamed("b2"), 47);
  EXPECT_EQ(pitchNamed("C-1"), 0);
  EXPECT_EQ(pitchNamed("G9"), 127);
  for (const auto* bad : {"", "c", "h4", "c44", "c4x", "g#9", "cb-1", "4", "#4"})
    EXPECT_EQ(pitchNamed(bad), -1) << bad;
}

}  // namespace
}  // namespace timbre::dataset
