#include "similarity/NoteVectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "similarity/CompareMeasures.h"
#include "support/Impatient.h"
#include "support/ToyLibrary.h"

namespace timbre::similarity {
namespace {

using testing::HasSubstr;

class Vectors : public testing::Test {
 protected:
  void SetUp() override {
    test::makeToyLibrary(folder_);
    Unwatched quiet;
    library_ = *dataset::NoteLibrary::open(folder_.path(), quiet, folder_ / "indexes");
    vectors_ = *NoteVectors::open(folder_ / "cache");
    ASSERT_TRUE(vectors_->fill(library_, library_.select({}), table_, 1, quiet));
  }
  test::TemporaryFolder folder_;
  dataset::NoteLibrary library_;
  std::shared_ptr<NoteVectors> vectors_;
  VectorTable table_;
};

TEST_F(Vectors, WhatCanBeHeardIsKnownAndSilenceAndMissingFilesAreNot) {
  // bass, two flutes, noise, silence, no file
  EXPECT_EQ(table_.known, (std::vector<char>{1, 1, 1, 1, 0, 0}));
  ASSERT_TRUE(vectors_->flush());
  Unwatched quiet;
  const auto again = (*NoteVectors::open(folder_ / "cache"))->known(library_, quiet);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->known, table_.known);
  EXPECT_EQ(again->vectors[1].aspects, table_.vectors[1].aspects);
  EXPECT_EQ(again->vectors[1].place, table_.vectors[1].place);
}

TEST_F(Vectors, TheSameSoundAtAnotherLevelIsNearestAndSaidToBe) {
  const auto found = similarNotes(library_, table_, table_.vectors[2], 2, {});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found.front().index, 1) << "the flute at the other velocity";
  EXPECT_NEAR(found.front().difference.level, -14, 0.5);
  const auto why = whySimilar(found.front(), table_.vectors[2].aspects);
  EXPECT_THAT(why, HasSubstr("same pitch"));
  EXPECT_THAT(why, HasSubstr("-14 dB"));
  EXPECT_THAT(why, HasSubstr("same brightness"));
}

TEST_F(Vectors, PitchLevelAndInstrumentCanBeHeld) {
  const auto indices = [&](const SimilarOptions& options) {
    std::vector<int> all;
    for (const auto& each : similarNotes(library_, table_, table_.vectors[2], 2, options))
      all.push_back(each.index);
    return all;
  };
  EXPECT_EQ(indices({.samePitch = true}), std::vector<int>{1});
  EXPECT_EQ(indices({.otherPitch = true}).size(), 2u);
  EXPECT_EQ(indices({.count = 1}).size(), 1u);
  const auto same = indices({.sameLevel = true});
  EXPECT_EQ(std::ranges::count(same, 1), 0);
  const auto others = indices({.otherInstrument = true});
  EXPECT_EQ(std::ranges::count(others, 1), 0);
  EXPECT_EQ(others.size(), 2u);
}

TEST_F(Vectors, ARecordingIsComparedWithoutBeingANote) {
  const auto wanted = vectors_->vector(test::sine(440, 0.3, kNoteSamples), 69);
  ASSERT_TRUE(wanted);
  const auto found = similarNotes(library_, table_, *wanted, -1, {.count = 2});
  EXPECT_TRUE(found[0].index == 1 || found[0].index == 2);
  EXPECT_FALSE(vectors_->vector(test::silence(16000), 60));
}

TEST_F(Vectors, FillingCanBeCancelled) {
  VectorTable table;
  test::Impatient impatient(0);
  EXPECT_FALSE(vectors_->fill(library_, library_.select({}), table, 1, impatient));
}

TEST(CompareMeasures, TheStarterLibrarysInstrumentsAreFoundAtOtherPitches) {
  Unwatched quiet;
  const test::TemporaryFolder folder;
  const auto library = dataset::NoteLibrary::open(std::filesystem::path(TIMBRE_ASSETS) / "library",
                                                  quiet, folder / "indexes");
  ASSERT_TRUE(library);
  const auto features = featuresOf(*library, {}, 0, quiet);
  ASSERT_TRUE(features);
  const auto space = TimbreSpace::shipped();
  ASSERT_TRUE(space);
  const HitRate rate = hitRate(*space, features->sound);
  EXPECT_EQ(rate.of, library->size()) << "every instrument has two pitches";
  EXPECT_GE(rate.share(), 0.7);
}

}  // namespace
}  // namespace timbre::similarity
