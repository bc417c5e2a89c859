#include "analysis/MeanPower.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

TEST(MeanPower, aSineStandsInItsBinWithItsPower) {
  const auto spectrum =
      meanPower(clipOf(samplesOf(1, [](double t) { return sine(1000, t); })), 4096);
  ASSERT_TRUE(spectrum) << spectrum.error().message;
  ASSERT_EQ(spectrum->bins.size(), 2049u);
  EXPECT_DOUBLE_EQ(spectrum->hertz(256), 1000);
  EXPECT_NEAR(spectrum->bins[256], 1024.0 * 1024, 0.02 * 1024 * 1024);
  EXPECT_NEAR(spectrum->total() / spectrum->bins[256], 1.5, 0.02) << "and half beside it";
}

TEST(MeanPower, silenceBehindANoteDoesNotDiluteIt) {
  auto x = samplesOf(1, [](double t) { return sine(1000, t); });
  const auto alone = meanPower(clipOf(x), 4096);
  x.resize(64000);
  const auto followed = meanPower(clipOf(x), 4096);
  ASSERT_TRUE(alone && followed);
  EXPECT_NEAR(followed->bins[256] / alone->bins[256], 1, 0.25);
}

TEST(MeanPower, silenceHasNone) {
  const auto spectrum = meanPower(clipOf(std::vector<float>(8000)), 4096);
  ASSERT_TRUE(spectrum);
  EXPECT_EQ(spectrum->total(), 0);
  EXPECT_FALSE(meanPower(clipOf({}), 4096));
}

TEST(MeanPower, aDetunedFundamentalIsFound) {
  for (const double hertz : {41.2, 220.0, 1500.0}) {
    const double sounding = hertz * std::exp2(23 / 1200.0);
    const auto spectrum =
        meanPower(clipOf(samplesOf(2, harmonics(sounding, 5, 0.1))), frameFor(hertz, kModelRate));
    ASSERT_TRUE(spectrum);
    EXPECT_NEAR(1200 * std::log2(refinedFundamental(*spectrum, hertz) / hertz), 23, 4) << hertz;
  }
}

TEST(MeanPower, lowNotesGetLongFrames) {
  EXPECT_EQ(frameFor(440, kModelRate), 4096);
  EXPECT_EQ(frameFor(30, kModelRate), 8192);
}

TEST(MeanPower, aroundAHarmonicIsHarmonicAndBetweenThemIsNot) {
  EXPECT_TRUE(isHarmonic(200, 100, 4));
  EXPECT_TRUE(isHarmonic(209, 100, 4));
  EXPECT_FALSE(isHarmonic(212, 100, 4));
  EXPECT_TRUE(isHarmonic(1014, 100, 4)) << "1.5 % of a high one";
  EXPECT_FALSE(isHarmonic(1950, 100, 4)) << "never more than a quarter of the fundamental";
  EXPECT_FALSE(isHarmonic(40, 100, 4)) << "below the first";
}
