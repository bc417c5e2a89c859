#include "analysis/Mfcc.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::analysis {

TEST(Mfcc, levelDoesNotCount) {
  EXPECT_NEAR(mfccDistance(test::noise(0.5, 32000), test::noise(0.05, 32000)).value(), 0, 0.01);
}

TEST(Mfcc, noiseIsFurtherFromAToneThanAnotherToneIs) {
  const auto tone = test::sine(440, 0.5, 32000);
  const double near = mfccDistance(tone, test::sine(466, 0.5, 32000)).value();
  const double far = mfccDistance(tone, test::noise(0.5, 32000)).value();
  EXPECT_GT(near, 1);
  EXPECT_GT(far, 2 * near);
  EXPECT_NEAR(mfccDistance(tone, tone).value(), 0, 1e-9);
}

TEST(Mfcc, theFirstCoefficientIsTheTilt) {
  const auto low = mfccOf(test::sine(100, 0.5, 16000)).value();
  const auto high = mfccOf(test::sine(6000, 0.5, 16000)).value();
  EXPECT_GT(low[20][0], 0);
  EXPECT_LT(high[20][0], 0);
}

TEST(Mfcc, silenceAndNothing) {
  EXPECT_EQ(mfccDistance(test::silence(16000), test::silence(16000)).value(), 0);
  EXPECT_FALSE(mfccDistance({}, test::silence(100)));
  EXPECT_FALSE(mfccDistance(test::silence(100, SampleRate(8000)), test::silence(100)));
}

}  // namespace timbre::analysis
