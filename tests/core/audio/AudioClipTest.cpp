#include "audio/AudioClip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::audio {
namespace {

TEST(AudioClip, ACopySharesItsSamples) {
  const auto clip = test::noise(0.5, 100);
  const AudioClip copy =
      clip;  // NOLINT(performance-unnecessary-copy-initialization): the copy is the subject
  EXPECT_EQ(copy.samples().data(), clip.samples().data());
}

TEST(AudioClip, SecondsFollowTheRate) {
  EXPECT_DOUBLE_EQ(test::silence(24000, SampleRate(48000)).seconds(), 0.5);
  EXPECT_TRUE(AudioClip().empty());
}

TEST(AudioClip, ThePeakIsTheLargestOfEitherSign) {
  EXPECT_EQ(peakOf({{0.25f, -0.75f, 0.5f}, kModelRate}), 0.75f);
  EXPECT_EQ(peakOf({}), 0);
}

TEST(AudioClip, NormalizingBringsThePeakToItsPlace) {
  const auto out = normalized({{0.1f, -0.2f}, kModelRate}, -6.0205999);  // half
  EXPECT_THAT(out.samples(), testing::Pointwise(testing::FloatNear(1e-6f), {0.25f, -0.5f}));
  EXPECT_EQ(peakOf(normalized(test::silence(10), -1)), 0);
}

TEST(AudioClip, FittingCutsOrPadsAtTheEnd) {
  const AudioClip clip({1, 2, 3}, kModelRate);
  EXPECT_THAT(fitted(clip, 2).samples(), testing::ElementsAre(1, 2));
  EXPECT_THAT(fitted(clip, 5).samples(), testing::ElementsAre(1, 2, 3, 0, 0));
}

}  // namespace
}  // namespace timbre::audio
