#include "spectral/HarmonicSum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace timbre::spectral {
namespace {

audio::AudioClip tone(double key, int from = 1) {
  std::vector<float> samples(32000, 0.0f);
  const double hertz = frequencyOf(MidiPitch(key));
  for (int n = from; n <= 12 && n * hertz < 7800; ++n)
    for (std::size_t t = 0; t < samples.size(); ++t)
      samples[t] += static_cast<float>(
          0.2 / n *
          std::sin(2 * std::numbers::pi * n * hertz * static_cast<double>(t) / 16000 + n));
  return {std::move(samples), kModelRate};
}

TEST(HarmonicSum, FindsEveryKeyWithinTwentyCents) {
  for (int key = 24; key <= 96; key += 3) {
    const auto pitch = harmonicSumPitch(tone(key + 0.1));
    ASSERT_TRUE(pitch) << key;
    EXPECT_NEAR(pitch->value, key + 0.1, 0.2) << key;
  }
}

TEST(HarmonicSum, AMissingFundamentalIsNotMissed) {
  const auto pitch = harmonicSumPitch(tone(45, 2));
  ASSERT_TRUE(pitch);
  EXPECT_NEAR(pitch->value, 45, 0.2);
}

TEST(HarmonicSum, SilenceHasNoPitch) {
  EXPECT_FALSE(harmonicSumPitch({std::vector<float>(16000, 0.0f), kModelRate}));
  EXPECT_FALSE(harmonicSumPitch({}));
}

TEST(MeanSpectrum, HarmonicsStandWhereTheyAre) {
  const MeanSpectrum spectrum(tone(57));
  const auto harmonics = spectrum.harmonics(220, 6);
  ASSERT_EQ(harmonics.size(), 6u);
  for (std::size_t n = 1; n < harmonics.size(); ++n)  // amplitudes of 1/n
    EXPECT_NEAR(harmonics[0] / harmonics[n], static_cast<double>(n + 1), 0.05 * (n + 1));
  EXPECT_LT(spectrum.rootAt(330), 0.1 * spectrum.rootAt(220));
}

}  // namespace
}  // namespace timbre::spectral
