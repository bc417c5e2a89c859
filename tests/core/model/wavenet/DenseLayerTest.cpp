#include "model/wavenet/DenseLayer.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace timbre::model::wavenet {

TEST(DenseLayer, addsTheWeightedRowsToTheBias) {
  const DenseLayer layer{2, 3, {1, 2, 3, 10, 20, 30}, {0.5F, 0, -1}};
  std::array<float, 3> out{};
  layer.apply(std::array{2.0F, -1.0F}, out);
  EXPECT_EQ(out, (std::array{-7.5F, -16.0F, -25.0F}));
}

TEST(DenseLayer, passesOverTheRowsOfZeros) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const DenseLayer layer{2, 1, {nan, 3}, {1}};
  std::array<float, 1> out{};
  layer.apply(std::array{0.0F, 2.0F}, out);
  EXPECT_EQ(out[0], 7.0F);
}

}  // namespace timbre::model::wavenet
