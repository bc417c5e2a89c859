#include "analysis/Loudness.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

double lufsOf(const audio::AudioClip& clip) {
  const auto lufs = loudnessOf(clip);
  EXPECT_TRUE(lufs && *lufs);
  return lufs && *lufs ? **lufs : 0;
}

audio::AudioClip scaled(const audio::AudioClip& clip, double gain) {
  std::vector<float> samples(clip.samples().begin(), clip.samples().end());
  for (float& x : samples) x = static_cast<float>(x * gain);
  return {std::move(samples), clip.rate()};
}

/// The standard's own calibration: 997 Hz at full scale on one channel has -3.01 LUFS.
TEST(Loudness, IsTheStandardsForItsCalibrationTone) {
  for (const int rate : {16000, 44100, 48000})
    EXPECT_NEAR(lufsOf(test::sine(997, 1, 4 * rate, SampleRate(rate))), -3.01, 0.1) << rate;
  EXPECT_NEAR(lufsOf(test::sine(997, 0.1, 64000)), -23.01, 0.1);
}

TEST(Loudness, WeighsFrequenciesAsTheEarDoes) {
  const double middle = lufsOf(test::sine(997, 0.5, 64000));
  EXPECT_LT(lufsOf(test::sine(40, 0.5, 64000)), middle - 3);
  EXPECT_GT(lufsOf(test::sine(4000, 0.5, 64000)), middle + 2);
}

TEST(Loudness, SilenceAroundANoteDoesNotCount) {
  const auto tone = test::sine(997, 0.5, 32000);
  std::vector<float> samples(tone.samples().begin(), tone.samples().end());
  samples.resize(10 * 16000);
  EXPECT_NEAR(lufsOf({samples, kModelRate}), lufsOf(tone), 1);
}

TEST(Loudness, AShortSoundIsTakenAsIfRepeated) {
  EXPECT_NEAR(lufsOf(test::sine(1000, 0.5, 800)), lufsOf(test::sine(1000, 0.5, 64000)), 0.2);
}

TEST(Loudness, SilenceHasNone) {
  for (const int samples : {0, 100, 64000}) {
    const auto lufs = loudnessOf(test::silence(samples));
    ASSERT_TRUE(lufs);
    EXPECT_FALSE(*lufs);
  }
  EXPECT_FALSE(loudnessOf(test::sine(1, 1, 100, SampleRate(8))));
}

TEST(Loudness, TheGainsBringAllToTheFirst) {
  const std::vector clips{test::noise(0.1, 64000), test::sine(300, 0.2, 64000),
                          test::sine(2000, 0.05, 64000)};
  std::vector<SoundLevel> levels;
  for (const auto& clip : clips) levels.push_back(*levelOf(clip));
  EXPECT_NEAR(levels[1].peak, 0.2, 1e-3);
  const auto gains = matchingGains(levels);
  ASSERT_EQ(gains.size(), clips.size());
  EXPECT_EQ(gains[0], 1);
  EXPECT_GT(gains[2], 1);
  for (std::size_t i = 0; i < clips.size(); ++i)
    EXPECT_NEAR(lufsOf(scaled(clips[i], gains[i])), *levels[0].lufs, 0.05);
}

TEST(Loudness, AllAreTurnedDownWhereOneWouldLeaveFullScale) {
  const auto gains = matchingGains(std::vector<SoundLevel>{{-20.0, 0.5}, {-26.0, 0.8}});
  EXPECT_NEAR(gains[1], 1 / 0.8, 1e-9);
  EXPECT_NEAR(20 * std::log10(gains[0]), -26 - 20 * std::log10(0.8) + 20, 1e-9);
}

TEST(Loudness, WhatIsFarQuieterOrSilentIsLeftAsItIs) {
  const auto gains =
      matchingGains(std::vector<SoundLevel>{{-20.0, 0.1}, {-26.0, 0.1}, {-60.0, 0.5}, {{}, 0}});
  EXPECT_EQ(gains[0], 1);
  EXPECT_NEAR(gains[1], std::pow(10.0, 6.0 / 20), 1e-9);
  EXPECT_EQ(gains[2], 1);
  EXPECT_EQ(gains[3], 1);
  EXPECT_TRUE(matchingGains({}).empty());
  EXPECT_EQ(matchingGains(std::vector<SoundLevel>{{{}, 0}, {-20.0, 1}}).back(), 1);
}

}  // namespace
}  // namespace timbre::analysis
