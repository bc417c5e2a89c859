#include "analysis/LevelCurve.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

TEST(LevelCurve, OfASineIsItsAmplitude) {
  const auto curve = levelCurve(test::sine(440, 0.3, 16000));
  ASSERT_EQ(curve.amplitude.size(), 200u);
  for (std::size_t i = 4; i + 4 < curve.amplitude.size(); ++i)
    EXPECT_NEAR(curve.amplitude[i], 0.3, 0.003);
}

TEST(LevelCurve, FollowsAStep) {
  std::vector<float> samples(16000);
  const auto tone = test::sine(1000, 0.5, 8000);
  std::copy(tone.samples().begin(), tone.samples().end(), samples.begin() + 8000);
  const auto curve = levelCurve({std::move(samples), kModelRate});
  EXPECT_LT(curve.amplitude[97], 1e-6);
  EXPECT_NEAR(curve.amplitude[103], 0.5, 0.02);
}

TEST(LevelCurve, OfNothingIsNothing) {
  EXPECT_TRUE(levelCurve(audio::AudioClip()).amplitude.empty());
  EXPECT_EQ(levelCurve(test::silence(100)).amplitude.front(), 0);
}

}  // namespace
}  // namespace timbre::analysis
