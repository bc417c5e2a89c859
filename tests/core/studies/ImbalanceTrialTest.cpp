#include "studies/ImbalanceTrial.h"

#include <gtest/gtest.h>

#include <random>

#include "support/Impatient.h"

namespace timbre::studies {
namespace {

/// Two families whose features overlap: which is likelier decides in between.
std::vector<LabelledNote> overlapping(int each) {
  std::mt19937 random(1);
  std::normal_distribution<float> noise(0, 0.5f);
  std::vector<LabelledNote> all;
  for (int i = 0; i < each; ++i)
    for (const int family : {2, 5}) {
      LabelledNote note;
      note.features.values.assign(ClassifierFeatures::kCount, 0.0f);
      for (int level = 0; level < ClassifierFeatures::kLevels; ++level)
        note.features.values[static_cast<std::size_t>(ClassifierFeatures::kCount - 1 - level)] =
            0.5f + (family == 5 ? 0.1f : -0.1f) + noise(random);
      note.truth = {60, {}, family, 0};
      all.push_back(std::move(note));
    }
  return all;
}

ClassifierParams quick() {
  ClassifierParams params;
  params.hidden = 16;
  params.epochs = 20;
  params.batch = 16;
  params.shiftKeys = 0;
  return params;
}

}  // namespace

TEST(ImbalanceTrial, thinnedFamiliesLoseAndBalancedDrawingBringsThemBack) {
  Unwatched quiet;
  const auto made = imbalanceTrial(overlapping(160), quick(), 2, quiet);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->size(), 2u);
  const auto& whole = made->front();
  const auto& thin = made->back();
  EXPECT_EQ(whole.family, 2);
  EXPECT_EQ(thin.family, 5);
  EXPECT_FALSE(whole.thinned);
  EXPECT_TRUE(thin.thinned);
  for (const auto& share : thin.right) EXPECT_EQ(share.of, 160);
  EXPECT_GT(thin.right[0].value(), 0.75);
  EXPECT_LT(thin.right[2].value(), thin.right[0].value() - 0.2);
  EXPECT_GT(thin.right[3].value(), thin.right[2].value() + 0.1);
}

TEST(ImbalanceTrial, givesTheSameForAnyNumberOfThreads) {
  Unwatched quiet;
  const auto notes = overlapping(20);
  const auto one = imbalanceTrial(notes, quick(), 1, quiet),
             two = imbalanceTrial(notes, quick(), 2, quiet);
  ASSERT_TRUE(one && two);
  for (std::size_t f = 0; f < one->size(); ++f)
    for (std::size_t arm = 0; arm < kImbalanceArms.size(); ++arm)
      EXPECT_EQ((*one)[f].right[arm].hits, (*two)[f].right[arm].hits);
}

TEST(ImbalanceTrial, refusesOneFamilyAndTooFewNotes) {
  Unwatched quiet;
  auto notes = overlapping(20);
  for (auto& note : notes) note.truth.family = 3;
  const auto same = imbalanceTrial(notes, quick(), 1, quiet);
  ASSERT_FALSE(same);
  EXPECT_NE(same.error().message.find("the same family"), std::string::npos);
  const auto few = imbalanceTrial(overlapping(4), quick(), 1, quiet);
  ASSERT_FALSE(few);
  EXPECT_NE(few.error().message.find("No two families have 5"), std::string::npos);
  test::Impatient hasty(3);
  const auto stopped = imbalanceTrial(overlapping(20), quick(), 1, hasty);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

}  // namespace timbre::studies
