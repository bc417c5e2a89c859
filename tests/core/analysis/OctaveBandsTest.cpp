#include "analysis/OctaveBands.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

TEST(OctaveBands, frequenciesFallIntoTheirOctaves) {
  EXPECT_EQ(octaveOf(62), -1);
  EXPECT_EQ(octaveOf(62.5), 0);
  EXPECT_EQ(octaveOf(124.9), 0);
  EXPECT_EQ(octaveOf(1000), 4);
  EXPECT_EQ(octaveOf(7999), 6);
  EXPECT_EQ(octaveOf(8000), -1);
}

TEST(OctaveBands, eachSineIsFoundWithItsLevel) {
  const auto levels = octaveLevels(clipOf(samplesOf(2, [](double t) {
    return 0.5 * sine(90, t) + 0.05 * sine(1400, t) + 0.0001 * sine(6000, t);
  })));
  ASSERT_TRUE(levels) << levels.error().message;
  ASSERT_TRUE((*levels)[0] && (*levels)[4]);
  EXPECT_NEAR(*(*levels)[0], -6.02, 0.3);
  EXPECT_NEAR(*(*levels)[4], -26.02, 0.3);
  EXPECT_FALSE((*levels)[6]) << "74 dB below the loudest is silence";
  EXPECT_FALSE((*levels)[2]);
}

TEST(OctaveBands, silenceHasNoLevels) {
  const auto levels = octaveLevels(clipOf(std::vector<float>(8000)));
  ASSERT_TRUE(levels);
  for (const auto& level : *levels) EXPECT_FALSE(level);
  EXPECT_FALSE(octaveLevels(clipOf({})));
}
