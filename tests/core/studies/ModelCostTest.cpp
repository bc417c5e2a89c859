#include "studies/ModelCost.h"

#include <gtest/gtest.h>

namespace timbre::studies {

TEST(ModelCost, ofThePapersWaveNetIsWhatItsLayersAddUpTo) {
  const ModelCost cost = costOf(model::ModelConfig(model::WaveNetConfig{}));
  EXPECT_NEAR(cost.decode / 16000, 59.25e6, 0.01e6);  // a sample
  EXPECT_NEAR(cost.encode / 16000, 1.9686e6, 0.001e6);
}

TEST(ModelCost, growsWithTheSquareOfTheBaselinesChannels) {
  const double whole = costOf(model::ModelConfig(model::BaselineConfig{})).encode;
  const double half = costOf(model::ModelConfig(model::BaselineConfig{.divide = 2})).encode;
  EXPECT_NEAR(whole / half, 4, 0.2);
  // The second layer alone: 128 x 64 places, 4 x 4 taps, 128 to 128 channels, in 4 s.
  EXPECT_GT(whole, 128.0 * 64 * 16 * 128 * 128 / 4);
}

}  // namespace timbre::studies
