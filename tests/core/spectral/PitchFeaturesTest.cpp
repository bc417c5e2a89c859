#include "spectral/PitchFeatures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::spectral {
namespace {

/// Partials at `ratios` times the key, each of the level at its place.
audio::AudioClip sound(double key, const std::vector<std::pair<double, double>>& partials) {
  std::vector<float> samples(40000, 0.0f);
  for (const auto& [ratio, level] : partials) {
    const auto one = test::sine(ratio * frequencyOf(MidiPitch(key)), 0.1 * level, 40000);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += one.samples()[i];
  }
  return {std::move(samples), kModelRate};
}

double feature(const std::vector<PitchEvidence>& evidence, double key, PitchFeature which) {
  for (const PitchEvidence& each : evidence)
    if (std::abs(each.pitch.value - key) < 0.5)
      return each.features[static_cast<std::size_t>(which)];
  ADD_FAILURE() << key << " is no candidate";
  return 0;
}

TEST(PitchFeatures, WeakOddHarmonicsStandOut) {
  const auto evidence =
      pitchEvidence(sound(57, {{1, 0.08}, {2, 1}, {3, 0.1}, {4, 0.4}, {5, 0.05}, {6, 0.2}}));
  EXPECT_GT(feature(evidence, 57, PitchFeature::OddStanding), 0.8);
  EXPECT_GT(feature(evidence, 57, PitchFeature::FundamentalStanding), 1);
  EXPECT_GT(feature(evidence, 69, PitchFeature::HalfwayStanding), 0.8);
}

TEST(PitchFeatures, AnOctaveTooLowHasNoOddHarmonics) {
  const auto evidence = pitchEvidence(sound(69, {{1, 1}, {2, 0.5}, {3, 0.3}}));
  EXPECT_LT(feature(evidence, 57, PitchFeature::FundamentalLevel), -1.5);
  EXPECT_LT(feature(evidence, 57, PitchFeature::GainOverHalf), 0.5);
  EXPECT_GT(feature(evidence, 69, PitchFeature::GainOverHalf), 0.5);
}

TEST(PitchFeatures, ABellHasItsTierceAboutTheStrikeNoteAlone) {
  const auto evidence =
      pitchEvidence(sound(72, {{0.5, 0.7}, {1, 0.9}, {1.19, 0.6}, {1.5, 0.4}, {2, 1}}));
  EXPECT_GT(feature(evidence, 72, PitchFeature::Tierce), -0.5);
  EXPECT_LT(feature(evidence, 60, PitchFeature::Tierce), -0.8);
}

TEST(PitchFeatures, CandidatesLieApart) {
  const auto evidence = pitchEvidence(sound(60, {{1, 1}, {2, 0.5}, {3, 0.3}, {4, 0.2}}));
  ASSERT_GE(evidence.size(), 4u);
  for (std::size_t i = 0; i < evidence.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      EXPECT_GT(std::abs(evidence[i].pitch.value - evidence[j].pitch.value), 0.7);
  EXPECT_TRUE(pitchEvidence({}).empty());
  EXPECT_TRUE(pitchEvidence(test::silence(16000)).empty());
}

}  // namespace
}  // namespace timbre::spectral
