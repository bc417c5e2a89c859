#include "spectral/LevelDifference.h"

#include <gtest/gtest.h>

#include <cmath>

namespace timbre::spectral {
namespace {

Rainbowgram picture(std::vector<float> levels, double reference, int frames = 2) {
  Rainbowgram made;
  made.bins = static_cast<int>(levels.size()) / frames;
  made.frames = frames;
  made.hop = 256;
  made.referencePower = reference;
  made.levelDb = std::move(levels);
  return made;
}

TEST(LevelDifference, IsThePicturesMinusTheReferences) {
  const auto difference =
      levelDifference(picture({-10, -70, -3, 0}, 1), picture({-12, -70, -9, -5}, 1));
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->db, (std::vector<float>{2, 0, 6, 5}));
  EXPECT_EQ(difference->at(1, 0), 6);
}

TEST(LevelDifference, AllowsForAnotherReference) {
  // 10 dB on a reference 20 dB lower.
  const auto difference = levelDifference(picture({0, 0, 0, 0}, 0.01), picture({0, 0, 0, 0}, 1));
  ASSERT_TRUE(difference);
  for (const float db : difference->db) EXPECT_NEAR(db, -20, 1e-4);
}

TEST(LevelDifference, BelowTheFloorNothingDiffers) {
  const auto difference =
      levelDifference(picture({-70, -70, -70, -70}, 0.01), picture({-70, -60, -70, -70}, 1));
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->db, (std::vector<float>{0, -10, 0, 0}));
}

TEST(LevelDifference, WhatIsSilentOrShorterIsAtTheFloor) {
  auto silent = picture({-70, -70, -70, -70}, 0);
  const auto reference = picture({-20, -70, -30, -40}, 1);
  EXPECT_EQ(levelDifference(silent, reference)->db, (std::vector<float>{-50, 0, -40, -30}));
  EXPECT_EQ(levelDifference(reference, silent)->db, (std::vector<float>{50, 0, 40, 30}));
  const auto shorter = picture({-20, -30}, 1, 1);
  EXPECT_EQ(levelDifference(shorter, reference)->db, (std::vector<float>{0, 0, 0, -30}));
  silent.hop = 128;
  EXPECT_FALSE(levelDifference(silent, reference));
}

TEST(LevelDifference, ItsColoursDivergeFromNothing) {
  EXPECT_EQ(differenceColour(0, false), (Rgb{0, 0, 0}));
  EXPECT_EQ(differenceColour(0, true), (Rgb{255, 255, 255}));
  for (const bool onWhite : {false, true}) {
    const Rgb less = differenceColour(-99, onWhite), more = differenceColour(99, onWhite);
    EXPECT_EQ(less, differenceColour(-kDifferenceRangeDb, onWhite));
    EXPECT_GT(less[2], less[0] + 100) << "blue";
    EXPECT_GT(more[0], more[2] + 100) << "orange";
    // The step from one dB to the next is seen on both sides alike.
    EXPECT_NE(differenceColour(3, onWhite), differenceColour(0, onWhite));
    EXPECT_NE(differenceColour(-3, onWhite), differenceColour(0, onWhite));
  }
}

TEST(LevelDifference, ThePictureHasTheHighestBinOnTop) {
  const LevelDifference difference{2, 1, {30, -30}};
  const auto image = coloured(difference, false);
  EXPECT_EQ(image.width, 1);
  EXPECT_EQ(image.height, 2);
  const Rgb low = differenceColour(30, false), high = differenceColour(-30, false);
  EXPECT_TRUE(std::equal(high.begin(), high.end(), image.pixel(0, 0).begin()));
  EXPECT_TRUE(std::equal(low.begin(), low.end(), image.pixel(0, 1).begin()));
  const auto legend = differenceLegend(false, 61, 2);
  EXPECT_EQ(legend.pixels.size(), std::size_t{61 * 2 * 4});
  EXPECT_EQ(legend.pixel(30, 0)[0], 0);
}

}  // namespace
}  // namespace timbre::spectral
