#include "analysis/MultiScaleSpectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace timbre;
using namespace timbre::analysis;

namespace {

/// White noise over the first `sounding` samples of `length`, silence after it.
std::vector<float> noise(int length, int sounding, float level) {
  std::vector<float> x(static_cast<std::size_t>(length));
  std::uint32_t state = 1;
  for (int t = 0; t < sounding; ++t) {
    state = state * 1664525u + 1013904223u;
    x[t] = level * (static_cast<float>(state >> 8) / (1 << 23) - 1);
  }
  return x;
}

audio::AudioClip clip(std::vector<float> x) {
  return {std::move(x), kModelRate};
}

audio::AudioClip scaled(const audio::AudioClip& from, float factor) {
  std::vector<float> x(from.samples().begin(), from.samples().end());
  for (float& s : x) s *= factor;
  return clip(std::move(x));
}

}  // namespace

TEST(MultiScaleSpectrum, aSoundIsAtNoDistanceFromItself) {
  const auto sound = clip(noise(16000, 16000, 0.5f));
  const auto distance = multiScaleSpectrumDistance(sound, sound);
  ASSERT_TRUE(distance) << distance.error().message;
  EXPECT_EQ(distance->allCells, 0);
  EXPECT_EQ(distance->soundingCells, 0);
}

TEST(MultiScaleSpectrum, aLevelDifferenceIsFoundInDecibels) {
  const auto sound = clip(noise(16000, 16000, 0.5f));
  const auto distance = multiScaleSpectrumDistance(sound, scaled(sound, 0.5f));
  ASSERT_TRUE(distance);
  EXPECT_NEAR(distance->allCells, 6.02, 0.05);
  EXPECT_NEAR(distance->soundingCells, 6.02, 0.05);
}

TEST(MultiScaleSpectrum, silenceThatStaysSilentCountsOnlyOverAllCells) {
  const auto sound = clip(noise(32000, 8000, 0.5f));
  const auto distance = multiScaleSpectrumDistance(sound, scaled(sound, 0.5f));
  ASSERT_TRUE(distance);
  EXPECT_NEAR(distance->soundingCells, 6, 0.3) << "but for the edges";
  EXPECT_LT(distance->allCells, 2);
  EXPECT_GT(distance->allCells, 1.3);
}

TEST(MultiScaleSpectrum, noiseInSilenceCountsOnlyOverAllCells) {
  auto quiet = noise(32000, 8000, 0.5f);
  auto hissing = quiet;
  const auto hiss = noise(32000, 32000, 0.005f);  // -40 dB
  for (std::size_t t = 9000; t < hissing.size(); ++t) hissing[t] = hiss[t];
  const auto distance = multiScaleSpectrumDistance(clip(quiet), clip(hissing));
  ASSERT_TRUE(distance);
  EXPECT_GT(distance->allCells, 5);
  EXPECT_LT(distance->soundingCells, 0.5);
}

TEST(MultiScaleSpectrum, aMissingEndIsSilence) {
  const auto whole = noise(16000, 16000, 0.5f);
  const std::vector<float> half(whole.begin(), whole.begin() + 8000);
  const auto distance = multiScaleSpectrumDistance(clip(whole), clip(half));
  ASSERT_TRUE(distance);
  EXPECT_GT(distance->soundingCells, 15) << "half of the cells fell by some 40 dB";
}

TEST(MultiScaleSpectrum, silenceAndOtherRatesAreRefusedOrZero) {
  const auto sound = clip(noise(4000, 4000, 0.5f));
  const auto silent = multiScaleSpectrumDistance(clip(std::vector<float>(4000)), sound);
  ASSERT_TRUE(silent);
  EXPECT_EQ(silent->allCells, 0);
  const auto slower =
      multiScaleSpectrumDistance(sound, {noise(4000, 4000, 0.5f), SampleRate(8000)});
  ASSERT_FALSE(slower);
  EXPECT_EQ(slower.error().code, ErrorCode::Unsupported);
  EXPECT_FALSE(multiScaleSpectrumDistance(clip({}), clip({})));
}
