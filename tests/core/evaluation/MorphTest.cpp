#include "evaluation/Morph.h"

#include <gtest/gtest.h>

#include <set>

using namespace timbre;
using namespace timbre::evaluation;

TEST(Morph, aPitchMayMoveBetweenTheEndsAndNowhereElse) {
  MorphScore score;
  score.fromPitch = 60;
  score.toPitch = 64;
  score.pitch = {60.2, 61.0, 63.0, 64.4, 64.0};
  EXPECT_EQ(score.inPlace(), 5);
  score.pitch = {61.0, 59.0, std::nullopt, 72.0, 64.0};
  EXPECT_EQ(score.inPlace(), 1);
}

TEST(Morph, aDipIsWhatLiesBelowTheQuieterEnd) {
  MorphScore score;
  score.levelDb = {-12, -14, -25, -17, -20};
  EXPECT_DOUBLE_EQ(score.dipDb(), 5);
  score.levelDb = {-12, -14, -15, -17, -20};
  EXPECT_DOUBLE_EQ(score.dipDb(), 0);
}

TEST(Morph, pairsShareAPitchOrAnInstrumentAndNoNote) {
  std::vector<dataset::NoteInfo> notes;
  for (int instrument = 0; instrument < 4; ++instrument)
    for (const int pitch : {48, 55, 72}) {
      dataset::NoteInfo note;
      note.instrument = "organ_" + std::to_string(instrument);
      note.pitch = pitch;
      note.id = note.instrument + "-" + std::to_string(pitch);
      notes.push_back(note);
    }
  const auto pairs = morphPairs(notes, 100);
  EXPECT_GE(pairs.size(), 4u);
  std::set<int> used;
  for (const auto& [a, b] : pairs) {
    const auto &x = notes[static_cast<std::size_t>(a)], &y = notes[static_cast<std::size_t>(b)];
    EXPECT_NE(x.pitch == y.pitch, x.instrument == y.instrument);
    EXPECT_TRUE(used.insert(a).second && used.insert(b).second);
  }
  EXPECT_EQ(morphPairs(notes, 100), pairs);
  EXPECT_EQ(morphPairs(notes, 2).size(), 2u);
  EXPECT_TRUE(morphPairs({}, 5).empty());
}

TEST(Morph, theSummaryCountsPointsAndHoles) {
  MorphScore good, hollow;
  good.pitch = {60.0, 60.0, 60.0, 60.0, 60.0};
  good.fromPitch = good.toPitch = 60;
  hollow.levelDb = {-10, -10, -17, -10, -10};
  const auto sum = summarised(std::vector{good, hollow});
  EXPECT_EQ(sum.inPlace.hits, 5);
  EXPECT_EQ(sum.inPlace.of, 10);
  EXPECT_EQ(sum.withoutHole.hits, 1);
  EXPECT_DOUBLE_EQ(sum.deepest, 7);
}
