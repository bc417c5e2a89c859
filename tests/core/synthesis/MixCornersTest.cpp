#include "synthesis/MixCorners.h"

#include <gtest/gtest.h>

#include <array>

namespace timbre::synthesis {
namespace {

latent::Embedding at(float value, const std::string& model = "m") {
  return {1, 1, {value}, model, -1};
}

}  // namespace

TEST(MixCorners, oneIsItself) {
  EXPECT_EQ(mixCorners(std::array{at(3)}, 0.7), at(3));
}

TEST(MixCorners, twoAreALine) {
  const std::array ends{at(0), at(8)};
  EXPECT_EQ(mixCorners(ends, 0.25)->values, std::vector<float>{2});
  EXPECT_EQ(mixCorners(ends, 0.25, 0.9)->values, std::vector<float>{2}) << "and know no height";
}

TEST(MixCorners, fourAreASquare) {
  const std::array corners{at(0), at(8), at(100), at(108)};
  EXPECT_EQ(mixCorners(corners, 0, 0)->values, std::vector<float>{0});
  EXPECT_EQ(mixCorners(corners, 1, 0)->values, std::vector<float>{8});
  EXPECT_EQ(mixCorners(corners, 0, 1)->values, std::vector<float>{100});
  EXPECT_EQ(mixCorners(corners, 0.5, 0.25)->values, std::vector<float>{29});
}

TEST(MixCorners, refusesOtherNumbersAndOtherModels) {
  EXPECT_EQ(mixCorners({}, 0).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(mixCorners(std::array{at(1), at(2), at(3)}, 0).error().code, ErrorCode::BadFormat);
  EXPECT_FALSE(mixCorners(std::array{at(1), at(2, "n")}, 0.5));
  EXPECT_FALSE(mixCorners(std::array{at(1), at(2, "n"), at(3), at(4)}, 0.5));
  EXPECT_FALSE(mixCorners(std::array{at(1), at(2), at(3), at(4, "n")}, 0.5));
}

}  // namespace timbre::synthesis
