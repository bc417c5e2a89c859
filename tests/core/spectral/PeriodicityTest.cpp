#include "spectral/Periodicity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::spectral {
namespace {

audio::AudioClip tone(double key, int samples = 32000) {
  return test::sine(frequencyOf(MidiPitch(key)), 0.4, samples);
}

TEST(Periodicity, APureToneIsPeriodicAtItsKeyAndAnOctaveBelow) {
  for (const double key : {40.0, 57.0, 69.0, 84.0, 100.0}) {
    const Periodicity periodicity(tone(key));
    EXPECT_LT(periodicity.aperiodicityAt(key), 0.15) << key;
    EXPECT_LT(periodicity.aperiodicityAt(key - 12), 0.15) << key;
    EXPECT_GT(periodicity.aperiodicityAt(key + 12), 0.5) << key;
    EXPECT_GT(periodicity.aperiodicityAt(key - 6), 0.2) << key;
    EXPECT_GT(periodicity.periodicShare(key), 0.9) << key;
    EXPECT_EQ(periodicity.periodicShare(key + 12), 0) << key;
  }
}

TEST(Periodicity, NoiseIsNot) {
  const Periodicity periodicity(test::noise(0.5, 32000));
  for (int key = 24; key <= 100; key += 4) EXPECT_GT(periodicity.aperiodicityAt(key), 0.5) << key;
}

TEST(Periodicity, OnlyAToneThatGlidesDrifts) {
  EXPECT_LT(Periodicity(tone(57)).drift(57), 0.1);
  std::vector<float> samples(32000);
  double phase = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    phase += 2 * std::numbers::pi * frequencyOf(MidiPitch(56 + static_cast<double>(i) / 16000)) /
             kModelRate.hz;
    samples[i] = static_cast<float>(0.4 * std::sin(phase));
  }
  EXPECT_GT(Periodicity({std::move(samples), kModelRate}).drift(57), 0.4);
}

TEST(Periodicity, TheDipsVoteForMultiplesOfThePeriod) {
  const auto keys = Periodicity(tone(57)).votedKeys();
  ASSERT_FALSE(keys.empty());
  const double multiple =
      frequencyOf(MidiPitch(57)) / frequencyOf(MidiPitch(static_cast<double>(keys.front())));
  EXPECT_NEAR(multiple, std::round(multiple), 0.03 * multiple);
}

TEST(Periodicity, AClickAndNothingHaveNoPeriod) {
  std::vector<float> samples(100, 0.0f);
  samples[3] = 1;
  EXPECT_GT(Periodicity({samples, kModelRate}).aperiodicityAt(60), 0.9);
  EXPECT_EQ(Periodicity({std::vector<float>(100, 0.0f), kModelRate}).aperiodicityAt(60), 1);
}

}  // namespace
}  // namespace timbre::spectral
