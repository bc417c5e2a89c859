#include "spectral/PitchEstimator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace timbre::spectral {
namespace {

using Samples = std::vector<float>;

/// Adds a note of twelve harmonics whose amplitudes are `level(n)`.
template <class Level>
void add(Samples& samples, double key, const Level& level) {
  const double hertz = frequencyOf(MidiPitch(key));
  for (int n = 1; n <= 12 && n * hertz < 7800; ++n)
    for (std::size_t t = 0; t < samples.size(); ++t)
      samples[t] += static_cast<float>(
          0.1 * level(n) *
          std::sin(2 * std::numbers::pi * n * hertz * static_cast<double>(t) / 16000 + n));
}

const auto kUsual = [](int n) { return 1.0 / n; };

PitchCandidate best(const Samples& samples) {
  const auto found = estimatePitchCandidates({samples, kModelRate});
  return found.empty() ? PitchCandidate{MidiPitch(0), 0} : found.front();
}

TEST(PitchEstimator, EveryKeyOfThePianoIsHeardAndSurely) {
  for (int key = 21; key <= 107; key += 2) {
    Samples samples(40000, 0.0f);
    add(samples, key, kUsual);
    EXPECT_NEAR(best(samples).pitch.value, key, 0.25) << key;
    EXPECT_GT(best(samples).probability, 0.6) << key;
  }
}

TEST(PitchEstimator, AStrongSecondHarmonicIsNotTheNote) {
  for (int key = 45; key <= 72; key += 3) {
    Samples samples(40000, 0.0f);
    add(samples, key, [](int n) { return n == 2 ? 3.0 : 0.25 / n; });
    EXPECT_NEAR(best(samples).pitch.value, key, 0.3) << key;
  }
}

TEST(PitchEstimator, ANoteWhoseFundamentalIsMissingIsHeard) {
  int right = 0;
  int all = 0;
  for (const int first : {2, 3, 4})
    for (const double slope : {0.0, 1.0, 2.0})
      for (int key = 33; key <= 69; key += 6, ++all) {
        Samples samples(40000, 0.0f);
        add(samples, key, [&](int n) {
          return n < first ? 0 : std::pow(static_cast<double>(n) / first, -slope);
        });
        right += std::abs(best(samples).pitch.value - key) < 0.5;
      }
  EXPECT_EQ(all, 63);
  EXPECT_GE(right, 60);
}

TEST(PitchEstimator, ABellIsHeardAtItsStrikeNote) {
  int right = 0;
  for (int key = 60; key <= 80; key += 4) {
    Samples samples(40000, 0.0f);
    for (const auto& [ratio, level] : {std::pair{0.5, 0.7},
                                       {1.0, 0.9},
                                       {1.183, 0.5},
                                       {1.506, 0.3},
                                       {2.0, 1.0},
                                       {2.51, 0.15},
                                       {2.66, 0.12},
                                       {3.01, 0.1}})
      for (std::size_t t = 0; t < samples.size(); ++t) {
        const double at = static_cast<double>(t) / 16000;
        samples[t] += static_cast<float>(
            0.1 * level * std::exp(-at * (0.5 + ratio)) *
            std::sin(2 * std::numbers::pi * ratio * frequencyOf(MidiPitch(key)) * at));
      }
    right += std::abs(best(samples).pitch.value - key) < 0.5;
  }
  EXPECT_GE(right, 5);  // of six
}

TEST(PitchEstimator, AKickIsNoNote) {
  for (const double end : {40.0, 50.0, 65.0}) {
    Samples samples(40000);
    double phase = 0;
    for (std::size_t t = 0; t < samples.size(); ++t) {
      const double at = static_cast<double>(t) / 16000;
      phase += 2 * std::numbers::pi * (end + 150 * std::exp(-at / 0.03)) / 16000;
      samples[t] = static_cast<float>(0.8 * std::sin(phase) * std::exp(-at / 0.15));
    }
    EXPECT_LT(best(samples).probability, 0.5) << end;
  }
}

TEST(PitchEstimator, AChordIsNotSure) {
  Samples samples(40000, 0.0f);
  for (const double key : {60.0, 64.0, 67.0}) add(samples, key, kUsual);
  EXPECT_LT(best(samples).probability, 0.5);
}

TEST(PitchEstimator, NoiseIsHardlyANote) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 0.2f);
  Samples samples(40000);
  for (float& x : samples) x = normal(random);
  EXPECT_LT(best(samples).probability, 0.1);
}

TEST(PitchEstimator, SilenceHasNoCandidates) {
  EXPECT_TRUE(estimatePitchCandidates({Samples(16000, 0.0f), kModelRate}).empty());
  EXPECT_TRUE(estimatePitchCandidates({}).empty());
}

TEST(PitchEstimator, LoudnessDoesNotMatter) {
  Samples loud(40000, 0.0f);
  add(loud, 62, kUsual);
  Samples faint = loud;
  for (float& x : faint) x *= 1e-4f;
  EXPECT_NEAR(best(loud).probability, best(faint).probability, 1e-3);
}

}  // namespace
}  // namespace timbre::spectral
