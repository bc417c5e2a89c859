#include "studies/Balance.h"

#include <gtest/gtest.h>

#include <array>

namespace timbre::studies {

TEST(Balance, ofEqualClassesIsTheirNumber) {
  const auto b = balanceOf(std::array{5.0, 5.0, 0.0, 5.0, 5.0});
  EXPECT_EQ(b.classes, 4);
  EXPECT_NEAR(b.effective, 4, 1e-12);
  EXPECT_NEAR(b.evenness(), 1, 1e-12);
  EXPECT_NEAR(b.ratio, 1, 1e-12);
  EXPECT_NEAR(b.largestShare, 0.25, 1e-12);
}

TEST(Balance, ofOneClassAmongManyIsNearlyOne) {
  const auto b = balanceOf(std::array{9.0, 1.0});
  EXPECT_NEAR(b.effective, 1.3841, 1e-4);  // exp(-0.9 ln 0.9 - 0.1 ln 0.1)
  EXPECT_NEAR(b.ratio, 9, 1e-12);
}

TEST(Balance, ofNothingIsNothing) {
  EXPECT_EQ(balanceOf({}).classes, 0);
  EXPECT_EQ(balanceOf(std::array{0.0}).evenness(), 0);
}

}  // namespace timbre::studies
