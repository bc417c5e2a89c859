#include "importing/LevelMeter.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::importing {
namespace {

TEST(LevelMeter, GivesTheRmsOfEveryTenMilliseconds) {
  LevelMeter meter(kModelRate, 1);
  const auto sound = test::sine(1000, 0.5, 1600 + 40);
  for (std::size_t at = 0; at < sound.samples().size(); at += 41)  // in odd pieces
    meter.add(sound.samples().subspan(at, std::min<std::size_t>(41, sound.samples().size() - at)));
  EXPECT_EQ(meter.frames(), 1640);
  const auto levels = meter.levels();
  ASSERT_EQ(levels.size(), 11u);
  for (const float level : levels) EXPECT_NEAR(level, -9.03, 0.2);
}

TEST(LevelMeter, TakesAllChannelsTogetherAndNoOffset) {
  std::vector<float> frames;
  const auto sound = test::sine(1000, 0.5, 16000);
  for (const float x : sound.samples()) frames.insert(frames.end(), {x + 0.25f, -x + 0.25f});
  LevelMeter meter(kModelRate, 2);
  meter.add(frames);
  EXPECT_NEAR(meter.levels().back(), -9.03, 0.2);
}

TEST(LevelMeter, TheTrebleIsWhatLiesAboveThreeKilohertz) {
  for (const auto& [hertz, least, most] :
       {std::tuple{200.0, -90.0, -45.0}, {6000.0, -26.0, -9.0}}) {
    LevelMeter meter(kModelRate, 1);
    meter.add(test::sine(hertz, 0.5, 16000).samples());
    const auto levels = meter.levels();
    const auto bright = meter.bright();
    ASSERT_EQ(bright.size(), levels.size());
    EXPECT_GT(bright.back(), least) << hertz;
    EXPECT_LT(bright.back(), most) << hertz;
  }
}

}  // namespace
}  // namespace timbre::importing
