#include "similarity/TimbreSpace.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "similarity/NeighbourGraph.h"
#include "support/TemporaryFolder.h"

namespace timbre::similarity {
namespace {

/// Instruments that differ in feature 0 alone; feature 1 is loud noise, feature 2 follows the
/// pitch.
LabelledFeatures planted() {
  std::mt19937 random(1);
  std::normal_distribution<float> noise(0, 1);
  LabelledFeatures notes;
  for (int instrument = 0; instrument < 12; ++instrument) {
    for (const float pitch : {48.0f, 55.0f, 60.0f, 67.0f}) {
      const float key = (pitch - 60) / 24;
      const std::vector<float> row{static_cast<float>(instrument) + 0.05f * noise(random),
                                   30 * noise(random), 40 * key + 0.05f * noise(random), key,
                                   key * key};
      notes.add(row, instrument, pitch);
    }
  }
  return notes;
}

/// Of all notes, how many have one of their own instrument as the nearest at another pitch.
double hits(const LabelledFeatures& notes, SpaceKind kind) {
  const auto space = TimbreSpace::fit(notes, kind, 3);
  EXPECT_TRUE(space);
  const auto dimensions = static_cast<std::size_t>(space->dimensions());
  std::vector<float> places(notes.size() * dimensions);
  for (std::size_t i = 0; i < notes.size(); ++i)
    space->apply(notes.row(i), std::span(places).subspan(i * dimensions, dimensions));
  int found = 0;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    std::vector<int> others;
    for (std::size_t j = 0; j < notes.size(); ++j)
      if (notes.pitches[j] != notes.pitches[i]) others.push_back(static_cast<int>(j));
    const auto near =
        nearestOf(std::span(places).subspan(i * dimensions, dimensions), places, others, 1);
    found +=
        notes.instruments[static_cast<std::size_t>(near.front().index)] == notes.instruments[i];
  }
  return found / static_cast<double>(notes.size());
}

TEST(TimbreSpace, LearnsWhatTellsInstrumentsApart) {
  const auto notes = planted();
  EXPECT_LT(hits(notes, SpaceKind::Raw), 0.4) << "noise and pitch are larger than the timbre";
  EXPECT_LT(hits(notes, SpaceKind::PitchFree), 0.5) << "the noise is as large";
  EXPECT_GT(hits(notes, SpaceKind::Whitened), 0.8);
  EXPECT_GT(hits(notes, SpaceKind::Discriminant), 0.8);
}

TEST(TimbreSpace, WithoutRepeatedInstrumentsNothingIsWhitened) {
  auto notes = planted();
  for (std::size_t i = 0; i < notes.size(); ++i) notes.instruments[i] = static_cast<int>(i);
  const auto space = TimbreSpace::fit(notes, SpaceKind::Discriminant, 3);
  ASSERT_TRUE(space);
  EXPECT_EQ(space->identity(), TimbreSpace::fit(notes, SpaceKind::PitchFree, 3)->identity());
}

TEST(TimbreSpace, TooFewNotesAreRefusedWithASentence) {
  LabelledFeatures few;
  few.add(std::vector<float>{1, 2, 3}, 0, 60);
  EXPECT_FALSE(TimbreSpace::fit(few, SpaceKind::Whitened, 3));
}

TEST(TimbreSpace, ComesBackFromItsFileAndADamagedOneIsRefused) {
  const test::TemporaryFolder folder;
  const auto space = TimbreSpace::fit(planted(), SpaceKind::Discriminant, 3);
  ASSERT_TRUE(space->save(folder / "space.json"));
  const auto read = TimbreSpace::load(folder / "space.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->identity(), space->identity());
  EXPECT_EQ(read->columns(), 5);
  test::writeText(folder / "bad.json", R"({"dimensions": 3, "mean": [1], "matrix": [1]})");
  EXPECT_FALSE(TimbreSpace::load(folder / "bad.json"));
  test::writeText(folder / "none.json", "{");
  EXPECT_FALSE(TimbreSpace::load(folder / "none.json"));
  EXPECT_FALSE(TimbreSpace::load(folder / "absent.json"));
}

}  // namespace
}  // namespace timbre::similarity
