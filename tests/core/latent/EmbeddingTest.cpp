#include "latent/Embedding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace timbre::latent {
namespace {

Embedding made(int frames, std::vector<float> values, double pitch = -1) {
  return {frames, static_cast<int>(values.size()) / frames, std::move(values), "wavenet", pitch};
}

TEST(Embedding, AFrameIsItsChannels) {
  const auto z = made(2, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(z.channels, 3);
  EXPECT_THAT(z.frame(1), testing::ElementsAre(4, 5, 6));
}

TEST(Embedding, MixAtTheEndsIsTheEnds) {
  const auto a = made(2, {1, 2, 3, 4}, 60);
  const auto b = made(2, {-5, 6, 7, 0.1f}, 64);
  EXPECT_EQ(mix(a, b, 0).value(), a);
  EXPECT_EQ(mix(a, b, 1).value(), b);
}

TEST(Embedding, MixIsAStraightLineAlsoBeyondItsEnds) {
  const auto a = made(1, {0, 10}, 60);
  const auto b = made(1, {4, 0}, 64);
  const auto quarter = mix(a, b, 0.25);
  ASSERT_TRUE(quarter);
  EXPECT_THAT(quarter->values, testing::ElementsAre(1, 7.5f));
  EXPECT_DOUBLE_EQ(quarter->pitch, 61);
  EXPECT_THAT(mix(a, b, 1.5)->values, testing::ElementsAre(6, -5));
  EXPECT_THAT(mix(a, b, -0.5)->values, testing::ElementsAre(-2, 15));
}

TEST(Embedding, TheShorterOneHoldsItsLastFrame) {
  const auto mixed = mix(made(1, {2, 4}), made(3, {0, 0, 10, 10, 20, 20}), 0.5);
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->frames, 3);
  EXPECT_THAT(mixed->values, testing::ElementsAre(1, 2, 6, 7, 11, 12));
}

TEST(Embedding, APitchThatOnlyOneHasIsKept) {
  EXPECT_EQ(mix(made(1, {1}, 60), made(1, {1}), 0.5)->pitch, 60);
  EXPECT_EQ(mix(made(1, {1}), made(1, {1}, 60), 0.5)->pitch, 60);
  EXPECT_LT(mix(made(1, {1}), made(1, {1}), 0.5)->pitch, 0);
}

TEST(Embedding, StrangersAreNotMixed) {
  const auto a = made(1, {1, 2});
  auto other = a;
  other.model = "baseline";
  for (const auto& b : {other, made(1, {1, 2, 3}), Embedding{0, 2, {}, "wavenet", -1}}) {
    const auto mixed = mix(a, b, 0.5);
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().code, ErrorCode::BadFormat);
  }
}

}  // namespace
}  // namespace timbre::latent
