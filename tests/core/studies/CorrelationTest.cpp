#include "studies/Correlation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace timbre::studies {

TEST(Correlation, ofOppositesIsMinusOneAndGapsAreGaps) {
  const std::vector<std::vector<float>> rows{{1, 2, 3}, {3, 2, 1}, {}, {5, 5, 5}, {2, 4, 6}};
  const auto m = correlationOf(rows, false);
  ASSERT_EQ(m.rows, 5);
  const auto at = [&](int r, int c) { return m.values[static_cast<std::size_t>(r * 5 + c)]; };
  EXPECT_NEAR(at(0, 0), 1, 1e-6);
  EXPECT_NEAR(at(0, 1), -1, 1e-6);
  EXPECT_NEAR(at(0, 4), 1, 1e-6);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(std::isnan(at(2, i)));
    EXPECT_TRUE(std::isnan(at(i, 3)));
  }
}

TEST(Correlation, whatAllHaveInCommonCanBeTakenOff) {
  const std::vector<std::vector<float>> rows{{100, -50, 1}, {100, -51, 0}, {101, -50, 0}};
  EXPECT_GT(correlationOf(rows, false).values[1], 0.999f);
  EXPECT_LT(correlationOf(rows, true).values[1], 0.2f);
}

TEST(Correlation, projectionsKeepDistances) {
  std::vector<float> rows(3 * 400);
  for (std::size_t i = 0; i < 400; ++i) {
    rows[i] = static_cast<float>(std::sin(i));
    rows[400 + i] = static_cast<float>(std::cos(i));
    rows[800 + i] = rows[i] + 0.1f * rows[400 + i];
  }
  const auto few = projected(rows, 400, 100, 1);
  ASSERT_EQ(few.size(), 300u);
  const auto distance = [](const std::vector<float>& x, std::size_t width, std::size_t a,
                           std::size_t b) {
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i) sum += std::pow(x[a * width + i] - x[b * width + i], 2);
    return std::sqrt(sum);
  };
  EXPECT_NEAR(distance(few, 100, 0, 1) / distance(rows, 400, 0, 1), 1, 0.25);
  EXPECT_NEAR(distance(few, 100, 0, 2) / distance(rows, 400, 0, 2), 1, 0.25);
  EXPECT_EQ(few, projected(rows, 400, 100, 1));
}

}  // namespace timbre::studies
