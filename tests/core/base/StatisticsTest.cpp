#include "base/Statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace timbre {
namespace {

TEST(Statistics, theMedianOfAnEvenNumberIsTheUpperOne) {
  EXPECT_EQ(upperMedian({}), 0);
  EXPECT_EQ(upperMedian({7}), 7);
  EXPECT_EQ(upperMedian({9, 1, 5}), 5);
  EXPECT_EQ(upperMedian({4, 1, 3, 2}), 3);
}

TEST(Statistics, momentsAreThoseOfTheWholeList) {
  const std::vector<double> values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_DOUBLE_EQ(momentsOf(values).mean, 5);
  EXPECT_DOUBLE_EQ(momentsOf(values).deviation, 2);
  EXPECT_EQ(momentsOf({}).deviation, 0);
}

TEST(Statistics, correlationOfPlantedLists) {
  const std::vector<double> rising{1, 2, 3, 4}, doubled{2, 4, 6, 8}, falling{4, 3, 2, 1};
  const std::vector<double> other{1, 3, 2, 4}, constant{5, 5, 5, 5};
  EXPECT_NEAR(correlation(rising, doubled), 1, 1e-12);
  EXPECT_NEAR(correlation(rising, falling), -1, 1e-12);
  EXPECT_NEAR(correlation(rising, other), 0.8, 1e-12);
  EXPECT_EQ(correlation(rising, constant), 0);
  EXPECT_EQ(correlation({}, {}), 0);
}

}  // namespace
}  // namespace timbre
