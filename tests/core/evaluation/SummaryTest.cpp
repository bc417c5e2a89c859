#include "evaluation/Summary.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace timbre::evaluation;

TEST(Summary, countsPitchedNotesOnly) {
  std::vector<NoteScore> scores(4);
  for (int i = 0; i < 3; ++i) scores[i].pitched = true;
  scores[0].cents = 10;
  scores[1].cents = 700;
  scores[0].spectralDistance = 4;
  const auto summary = summarised(scores);
  EXPECT_EQ(summary.notes, 4);
  EXPECT_EQ(summary.inTune.hits, 1);
  EXPECT_EQ(summary.inTune.of, 3);
  EXPECT_DOUBLE_EQ(summary.spectralDistance.value, 1);
  EXPECT_LT(summary.spectralDistance.low, 1);
  EXPECT_GT(summary.spectralDistance.high, 1);
  EXPECT_FALSE(summary.nats);
}

TEST(Proportion, theIntervalIsWilsons) {
  const Proportion share{8, 10};  // 0.4902 .. 0.9433, as tabulated for 8 of 10
  EXPECT_NEAR(share.low(), 0.4902, 5e-4);
  EXPECT_NEAR(share.high(), 0.9433, 5e-4);
}

TEST(Mean, theIntervalIsThatOfTheNormalDistributionForManyNumbers) {
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) values.push_back(i % 2);  // deviation 0.5, of the mean 0.025
  const auto mean = meanOf(values);
  EXPECT_DOUBLE_EQ(mean.value, 0.5);
  // 2000 draws place the ends to about a twentieth of the half-width, 0.049.
  EXPECT_NEAR(mean.low, 0.451, 0.008);
  EXPECT_NEAR(mean.high, 0.549, 0.008);
  EXPECT_EQ(meanOf(values).low, mean.low) << "the same numbers, the same interval";
}

TEST(Median, theIntervalIsThatOfTheRanks) {
  std::vector<double> values;
  for (int i = 20; i >= 1; --i) values.push_back(i);
  const auto median = medianOf(values);  // of 20 numbers the 6th and the 15th, as tabulated
  EXPECT_EQ(median.notes, 20);
  EXPECT_DOUBLE_EQ(median.value, 10.5);
  EXPECT_DOUBLE_EQ(median.low, 6);
  EXPECT_DOUBLE_EQ(median.high, 15);
}

TEST(Median, ofFewNumbersTheIntervalIsAllOfThem) {
  const auto median = medianOf({3, 1, 2});
  EXPECT_DOUBLE_EQ(median.value, 2);
  EXPECT_DOUBLE_EQ(median.low, 1);
  EXPECT_DOUBLE_EQ(median.high, 3);
  EXPECT_EQ(medianOf({}).notes, 0);
}
