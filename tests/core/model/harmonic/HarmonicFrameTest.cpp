#include "model/harmonic/HarmonicFrame.h"

#include <gtest/gtest.h>

namespace timbre::model::harmonic {

TEST(HarmonicFrame, NoiseBandsCoverTheSpectrumWithoutAGap) {
  const auto edges = noiseBandEdges();
  EXPECT_EQ(edges.front(), 0);
  EXPECT_DOUBLE_EQ(edges[16], 1000);
  EXPECT_DOUBLE_EQ(edges.back(), 8000);
  for (int b = 0; b < kNoiseBands; ++b) {
    EXPECT_LT(edges[b], edges[b + 1]);
    EXPECT_FLOAT_EQ(noiseBandCentres()[b], static_cast<float>((edges[b] + edges[b + 1]) / 2));
  }
}

}  // namespace timbre::model::harmonic
