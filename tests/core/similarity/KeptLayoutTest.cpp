#include "similarity/KeptLayout.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "similarity/TimbreSpace.h"
#include "support/TemporaryFolder.h"

namespace timbre::similarity {
namespace {

constexpr std::size_t kNotes = 6;

/// The notes lie on a line in the timbre space, the last beside the first but one.
std::vector<float> onALine() {
  std::vector<float> places(kNotes * kPlaces);
  for (std::size_t i = 0; i + 1 < kNotes; ++i) places[i * kPlaces] = static_cast<float>(i);
  places[(kNotes - 1) * kPlaces] = 1;
  return places;
}

const std::vector<std::uint64_t> kKeys{11, 12, 13, 14, 15, 16};

TEST(KeptLayout, ANewNoteLiesWhereItsTwinDoesAndTheOthersStay) {
  const test::TemporaryFolder folder;
  {
    VectorFile file(folder / "layout", "a layout", 2);
    const std::vector<Point2> points{{0, 0}, {5, 5}, {10, 0}, {15, 5}, {20, 0}};
    ASSERT_TRUE(keepLayout(file, std::span(kKeys).first(5), points));
  }
  const VectorFile again(folder / "layout", "a layout", 2);
  const auto found = keptLayout(again, kKeys, onALine());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->placed, std::vector<char>(kNotes, 1));
  EXPECT_EQ(found->points[3], (Point2{15, 5}));
  EXPECT_NEAR(found->points[5].x, 5, 0.01);
  EXPECT_NEAR(found->points[5].y, 5, 0.01);
}

TEST(KeptLayout, OfFewOfTheNotesIsNotUsed) {
  VectorFile file({}, "a layout", 2);
  EXPECT_FALSE(keptLayout(file, kKeys, onALine()));
  ASSERT_TRUE(keepLayout(file, std::span(kKeys).first(2), std::vector<Point2>(2)));
  EXPECT_FALSE(keptLayout(file, kKeys, onALine()));
  EXPECT_FALSE(keptLayout(file, {}, {}));
}

TEST(KeptLayout, WhatWouldTakeLongIsNotPlaced) {
  VectorFile file({}, "a layout", 2);
  constexpr std::size_t kMany = 3000;  // of which half are new: 2.25 million looks
  std::vector<std::uint64_t> keys(kMany);
  for (std::size_t i = 0; i < kMany; ++i) keys[i] = i;
  ASSERT_TRUE(
      keepLayout(file, std::span(keys).first(kMany / 2), std::vector<Point2>(kMany / 2, {3, 4})));
  const auto found = keptLayout(file, keys, std::vector<float>(kMany * kPlaces));
  ASSERT_TRUE(found);
  EXPECT_EQ(std::ranges::count(found->placed, 1), 1500 + 666);
  EXPECT_NEAR(found->points[1500].x, 3, 1e-4);
}

}  // namespace
}  // namespace timbre::similarity
