#include "studies/ModelCost.h"

#include <gtest/gtest.h>

#include "model/SafeTensors.h"
#include "support/TemporaryFolder.h"

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

TEST(ModelCost, stepsAreReadFromTheWeightsFile) {
  test::TemporaryFolder folder;
  model::ModelCard card;
  card.file = folder / "weights.safetensors";
  EXPECT_FALSE(trainingSteps(card));
  const std::vector<float> one{1};
  const std::map<std::string, model::TensorView> tensors{{"w", {{1}, one}}};
  ASSERT_TRUE(model::writeSafeTensors(card.file, tensors, {{"step", "1234"}}));
  EXPECT_EQ(trainingSteps(card), 1234);
  ASSERT_TRUE(model::writeSafeTensors(card.file, tensors, {{"step", "many"}}));
  EXPECT_FALSE(trainingSteps(card));
}

}  // namespace timbre::studies
