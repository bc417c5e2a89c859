#include "evaluation/SoundFigures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/Sounds.h"

namespace timbre::evaluation {
namespace {

constexpr MidiPitch kA3{57};

/// Harmonics in every octave that rise over `attack` seconds and stay, and noise of a planted
/// level.
audio::AudioClip tone(double hertz, double attack, double noise) {
  const auto hiss = test::noise(noise, 64000);
  std::vector<float> samples(64000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / 16000;
    double wave = 0;
    for (int k = 1; k <= 30; ++k) wave += 0.02 * std::sin(2 * std::numbers::pi * k * hertz * t);
    samples[i] = static_cast<float>(std::min(1.0, t / attack) * wave) + hiss.samples()[i];
  }
  return {std::move(samples), kModelRate};
}

TEST(SoundFigures, TellWhatWasPlanted) {
  Unwatched quiet;
  const auto figures = soundFigures(tone(220, 0.1, 0.001), kA3, quiet);
  ASSERT_TRUE(figures) << figures.error().message;
  EXPECT_NEAR(figures->pitch->value, 57, 0.02);
  EXPECT_NEAR(*figures->attack, 0.08, 0.015);  // 80 % of the rise
  EXPECT_GT(*figures->harmonicNoise, 20);
  EXPECT_LT(*figures->lufs, -5);
}

TEST(SoundFigures, DifferencesHaveTheirSigns) {
  Unwatched quiet;
  const auto original = tone(220, 0.02, 0.001);
  const auto rebuilt = tone(220 * std::exp2(25.0 / 1200), 0.12, 0.001);
  const auto figures = figureDifferences(original, rebuilt, kA3, quiet);
  ASSERT_TRUE(figures) << figures.error().message;
  EXPECT_NEAR(*figures->cents, 25, 2);
  EXPECT_NEAR(*figures->attack, 0.08, 0.015);
  const auto noisy = figureDifferences(original, tone(220, 0.02, 0.05), kA3, quiet);
  ASSERT_TRUE(noisy);
  EXPECT_LT(*noisy->harmonicNoise, -10);
  EXPECT_GT(figures->spectralDistance, 1);
  const auto same = figureDifferences(original, original, kA3, quiet);
  ASSERT_TRUE(same);
  EXPECT_EQ(*same->cents, 0);
  EXPECT_EQ(*same->attack, 0);
  EXPECT_EQ(*same->harmonicNoise, 0);
  EXPECT_EQ(same->spectralDistance, 0);
  EXPECT_NEAR(same->envelopeCorrelation, 1, 1e-9);
}

TEST(SoundFigures, SilenceHasNone) {
  Unwatched quiet;
  const auto figures = soundFigures(test::silence(64000), kA3, quiet);
  ASSERT_TRUE(figures) << figures.error().message;
  EXPECT_FALSE(figures->pitch);
  EXPECT_FALSE(figures->lufs);
  EXPECT_FALSE(figures->attack);
  EXPECT_FALSE(figures->harmonicNoise);
  EXPECT_FALSE(soundFigures({}, kA3, quiet));
  const auto lost = figureDifferences(tone(220, 0.02, 0), test::silence(64000), kA3, quiet);
  ASSERT_TRUE(lost);
  EXPECT_FALSE(lost->cents);
}

}  // namespace
}  // namespace timbre::evaluation
