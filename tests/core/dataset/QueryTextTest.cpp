#include "dataset/QueryText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// An organ, a bass that is bright with reverb, one that is dark, and a soft string.
class Typed : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<NoteInfo> notes{test::toyNote("bass_electronic_000-040-127", {0, 8}),
                                      test::toyNote("bass_synthetic_001-052-100", {1}),
                                      test::toyNote("organ_electronic_002-060-127", {0}),
                                      test::toyNote("string_acoustic_003-060-025")};
    ASSERT_TRUE(writeExamplesJson(folder_.path(), notes));
    Unwatched quiet;
    library_ = *NoteLibrary::open(folder_.path(), quiet, folder_ / "indexes");
  }
  std::vector<int> hits(std::string_view text) const {
    const auto parsed = parseQuery(text, {2});
    EXPECT_EQ(parsed.notUnderstood(), nullptr) << text;
    return library_.select(parsed.query);
  }

  test::TemporaryFolder folder_;
  NoteLibrary library_;
};

TEST_F(Typed, WordsAreLookedForInTheNameAndAMinusAsksForTheOthers) {
  EXPECT_THAT(hits("bass"), ElementsAre(0, 1));
  EXPECT_THAT(hits("-bass"), ElementsAre(2, 3));
  EXPECT_THAT(hits("bass -reverb"), ElementsAre(1));
  EXPECT_THAT(hits("C4"), ElementsAre(2, 3));
  EXPECT_THAT(hits(""), ElementsAre(0, 1, 2, 3));
}

TEST_F(Typed, FieldsAreUnderstoodWithShortNamesAndValues) {
  EXPECT_THAT(hits("family:organ"), ElementsAre(2));
  EXPECT_THAT(hits("fam:org"), ElementsAre(2));
  EXPECT_THAT(hits("source:elec"), ElementsAre(0, 2));
  EXPECT_THAT(hits("quality:bright"), ElementsAre(0, 2));
  EXPECT_THAT(hits("-quality:bright"), ElementsAre(1, 3));
  EXPECT_THAT(hits("-family:bass"), ElementsAre(2, 3));
  EXPECT_THAT(hits("FAMILY:Bass"), ElementsAre(0, 1));
}

TEST_F(Typed, SeveralValuesOfAFieldMeanAnyOfThem) {
  EXPECT_THAT(hits("family:organ family:string"), ElementsAre(2, 3));
  EXPECT_THAT(hits("vel:25,100"), ElementsAre(1, 3));
  EXPECT_THAT(hits("family:bass -family:bass"), IsEmpty());
}

TEST_F(Typed, PitchesAreNumbersNamesAndRanges) {
  EXPECT_THAT(hits("pitch:60"), ElementsAre(2, 3));
  EXPECT_THAT(hits("pitch:c4"), ElementsAre(2, 3));
  EXPECT_THAT(hits("pitch:40-52"), ElementsAre(0, 1));
  EXPECT_THAT(hits("pitch:E2-E3"), ElementsAre(0, 1));
  EXPECT_THAT(hits("pitch:C-1-E2"), ElementsAre(0)) << "a minus is part of a name, too";
  EXPECT_THAT(hits("pitch:52-40"), ElementsAre(0, 1));
  EXPECT_THAT(hits("pitch:>52"), ElementsAre(2, 3));
  EXPECT_THAT(hits("pitch:>=52"), ElementsAre(1, 2, 3));
  EXPECT_THAT(hits("pitch:<e3"), ElementsAre(0));
  EXPECT_THAT(hits("-pitch:40-52"), ElementsAre(2, 3));
}

TEST_F(Typed, SoftAndLoudAreVelocities) {
  EXPECT_THAT(hits("soft"), ElementsAre(3));
  EXPECT_THAT(hits("loud bass"), ElementsAre(0, 1));
  EXPECT_THAT(hits("vel:101-127"), ElementsAre(0, 2));
}

TEST_F(Typed, StatesAreFavouriteOwnDoubtfulAndClean) {
  EXPECT_THAT(hits("is:favourite"), ElementsAre(2));
  EXPECT_THAT(hits("-is:fav"), ElementsAre(0, 1, 3));
  EXPECT_THAT(hits("is:own"), IsEmpty());
  EXPECT_THAT(hits("-is:own organ"), ElementsAre(2));
  EXPECT_THAT(hits("is:doubtful"), ElementsAre(0, 1, 2, 3)) << "their files are missing";
  EXPECT_THAT(hits("is:clean"), IsEmpty());
}

TEST_F(Typed, AFieldWithoutItsValueAsksForNothingYet) {
  EXPECT_THAT(hits("bass pitch:"), ElementsAre(0, 1));
  EXPECT_THAT(hits("bass pitch:40-"), ElementsAre(0)) << "half a range is its beginning";
}

TEST_F(Typed, WhatIsNotUnderstoodIsNamedAndTheRestStillCounts) {
  const auto unknown = parseQuery("bass colour:red");
  ASSERT_NE(unknown.notUnderstood(), nullptr);
  EXPECT_EQ(unknown.notUnderstood()->text, "colour:red");
  EXPECT_EQ(unknown.notUnderstood()->begin, 5u);
  EXPECT_THAT(unknown.notUnderstood()->problem, HasSubstr("“colour” is not a field"));
  EXPECT_THAT(library_.select(unknown.query), ElementsAre(0, 1));
  EXPECT_THAT(parseQuery("family:zither").notUnderstood()->problem, HasSubstr("string"));
  EXPECT_THAT(parseQuery("quality:d").notUnderstood()->problem, HasSubstr("dark and distortion"));
  EXPECT_THAT(parseQuery("pitch:H4").notUnderstood()->problem, HasSubstr("C2-E3"));
  EXPECT_THAT(parseQuery("vel:C4").notUnderstood()->problem, HasSubstr("25-75"));
  EXPECT_THAT(parseQuery("pitch:128").notUnderstood()->problem, HasSubstr("not a pitch"));
}

TEST_F(Typed, TheTermThatFindsNothingIsNamed) {
  EXPECT_THAT(whyNothing(library_, "bass purple"), HasSubstr("no note matches “purple”"));
  EXPECT_THAT(whyNothing(library_, "bass organ"),
              HasSubstr("without “bass” there would be 1 note"));
  EXPECT_THAT(whyNothing(library_, "bass colour:red"), HasSubstr("not a field"));
  EXPECT_EQ(whyNothing(library_, "bass string organ"), "no note matches all of these terms");
}

TEST_F(Typed, FacetsCountWhatTheirChoiceWouldFind) {
  const auto all = library_.ask({}).counts;
  EXPECT_EQ(all.families[0], 2);
  EXPECT_EQ(all.sources[1], 2);
  EXPECT_EQ(all.pitches[60], 2);
  EXPECT_EQ(all.velocities[127], 2);
  EXPECT_EQ(all.qualities[0], 2);
  EXPECT_EQ(all.doubtful, 4);
  const auto answer = library_.ask(parseQuery("family:bass vel:127", {0, 2}).query);
  EXPECT_THAT(answer.notes, ElementsAre(0));
  EXPECT_EQ(answer.counts.families[0], 1);
  EXPECT_EQ(answer.counts.families[6], 1) << "another family may be chosen instead";
  EXPECT_EQ(answer.counts.families[8], 0) << "the string is soft";
  EXPECT_EQ(answer.counts.velocities[100], 1);
  EXPECT_EQ(answer.counts.qualities[0], 1) << "qualities narrow what is found";
  EXPECT_EQ(answer.counts.favourites, 1);
}

}  // namespace
}  // namespace timbre::dataset
