#include "analysis/PartialAt.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

audio::AudioClip tone() {
  std::vector<float> sum(kNoteSamples);
  for (int n = 1; n <= 8; ++n) {
    const auto one = test::sine(220.0 * n, 0.3 / n, kNoteSamples);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += one.samples()[i];
  }
  return {std::move(sum), kModelRate};
}

TEST(PartialAt, IsTheOnePointedAt) {
  for (const std::optional<double> pitch : {std::optional(220.0), std::optional<double>()}) {
    const auto partial = partialAt(tone(), 2, 670, pitch).value();
    ASSERT_TRUE(partial);
    EXPECT_NEAR(partial->hertz, 660, 0.1);
    EXPECT_NEAR(partial->levelDb, -20, 0.1);
    EXPECT_EQ(partial->number, pitch ? 3 : 0);
    EXPECT_GT(partial->box.fromHertz, 550);
    EXPECT_LT(partial->box.toHertz, 770);
    EXPECT_DOUBLE_EQ(partial->box.toSeconds, 4);
  }
}

TEST(PartialAt, TakesAllThatBelongsToItWhereThePitchIsKnown) {
  const auto partial = partialAt(tone(), 2, 220, 219).value();
  ASSERT_TRUE(partial);
  EXPECT_NEAR(partial->box.fromHertz, 220 - 99, 1);
  EXPECT_NEAR(partial->box.toHertz, 220 + 99, 1);
}

TEST(PartialAt, IsNoneBetweenThePartialsAndInSilence) {
  EXPECT_FALSE(partialAt(tone(), 2, 770, 220).value());
  EXPECT_FALSE(partialAt(test::silence(16000), 0.5, 440).value());
  EXPECT_FALSE(partialAt(audio::AudioClip(), 0.5, 440));
}

}  // namespace
}  // namespace timbre::analysis
