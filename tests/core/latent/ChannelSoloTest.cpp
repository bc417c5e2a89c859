#include "latent/ChannelSolo.h"

#include <gtest/gtest.h>

namespace timbre::latent {
namespace {

const Embedding kThreeFrames{3, 2, {1, 10, 2, 20, 6, 60}, "m", 60};

TEST(ChannelSolo, KeepsTheMeansOverTime) {
  EXPECT_EQ(channelMeans(kThreeFrames), (std::vector<float>{3, 30}));
  EXPECT_TRUE(channelMeans(Embedding{}).empty());
}

TEST(ChannelSolo, MovesOneChannelAlone) {
  EXPECT_EQ(soloed(kThreeFrames, 1, ChannelUse::Alone).values,
            (std::vector<float>{3, 10, 3, 20, 3, 60}));
  EXPECT_EQ(soloed(kThreeFrames, 0, ChannelUse::Alone).values,
            (std::vector<float>{1, 30, 2, 30, 6, 30}));
}

TEST(ChannelSolo, OrHoldsItStill) {
  const Embedding still = soloed(kThreeFrames, 1, ChannelUse::Without);
  EXPECT_EQ(still.values, (std::vector<float>{1, 30, 2, 30, 6, 30}));
  EXPECT_EQ(still.model, "m");
  EXPECT_EQ(still.pitch, 60);
}

TEST(ChannelSolo, ClampsTheChannelAndLeavesNothingAsItIs) {
  EXPECT_EQ(soloed(kThreeFrames, 9, ChannelUse::Alone), soloed(kThreeFrames, 1, ChannelUse::Alone));
  EXPECT_EQ(soloed(Embedding{}, 0, ChannelUse::Alone), Embedding{});
}

}  // namespace
}  // namespace timbre::latent
