#include "training/learner/OctaveLevelLoss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "training/data/Random.h"

namespace timbre::training {
namespace {

using model::kPostFilterBins;
using Spectrum = std::vector<float>;

constexpr double kHertzPerBin = 16000.0 / model::kPostFilterWindow;

/// Harmonics of 440 Hz over a floor, in log10 of the magnitude.
Spectrum a4(float harmonics, float floor) {
  Spectrum spectrum(kPostFilterBins, floor);
  for (int k = 1; k < 18; ++k)
    spectrum[static_cast<std::size_t>(std::lround(440 * k / kHertzPerBin))] = harmonics;
  return spectrum;
}

double lossOf(const Spectrum& predicted, const Spectrum& wanted, int pitch = 69) {
  Spectrum ignored(kPostFilterBins);
  return OctaveLevelLoss()(predicted, wanted, pitch, 1, ignored);
}

TEST(OctaveLevelLoss, isTheSquareOfAnEvenDifference) {
  const Spectrum wanted = a4(1, -1);
  Spectrum louder = wanted;
  for (float& x : louder) x += 0.3f;  // 6 dB
  EXPECT_NEAR(lossOf(wanted, wanted), 0, 1e-12);
  EXPECT_NEAR(lossOf(louder, wanted), 0.09, 1e-5);
}

TEST(OctaveLevelLoss, hearsWhatLiesBetweenTheHarmonicsByItself) {
  const double between = lossOf(a4(2, -0.5f), a4(2, -1)), both = lossOf(a4(2.5f, -0.5f), a4(2, -1));
  EXPECT_GT(between, 0.01);
  EXPECT_LT(between, both / 2);
  // A key so low that its harmonics leave no room: only whole octaves are left.
  EXPECT_LT(lossOf(a4(2, -0.5f), a4(2, -1), 24), between);
}

TEST(OctaveLevelLoss, aNoiseIsAsLoudAsItsPowerNotAsItsLogarithm) {
  Random random(1, 1);
  Spectrum noise(kPostFilterBins), mean(kPostFilterBins, 0), power(kPostFilterBins, 0);
  double logarithms = 0, powers = 0;
  for (float& x : noise) {
    const double size = std::hypot(random.normal(), random.normal());
    x = static_cast<float>(std::log10(size));
    logarithms += std::log10(size) / kPostFilterBins;
    powers += size * size / kPostFilterBins;
  }
  for (float& x : mean) x = static_cast<float>(logarithms);
  for (float& x : power) x = static_cast<float>(std::log10(powers) / 2);
  EXPECT_GT(lossOf(mean, noise), 5 * lossOf(power, noise));
}

TEST(OctaveLevelLoss, whatIsFarBelowCountsAsLyingAtItsFloor) {
  const Spectrum wanted = a4(2, -2);
  EXPECT_NEAR(lossOf(a4(2, -3), wanted), 0, 1e-6);
  EXPECT_EQ(lossOf(a4(2, 0), Spectrum(kPostFilterBins, -3)), 0);  // silence has no level
}

TEST(OctaveLevelLoss, itsGradientIsTheSlope) {
  Random random(2, 1);
  Spectrum predicted = a4(1, -1), wanted = a4(1.2f, -0.7f);
  for (float& x : predicted) x += 0.2f * random.normal();
  for (float& x : wanted) x += 0.2f * random.normal();
  const OctaveLevelLoss loss;
  Spectrum gradient(kPostFilterBins, 5), ignored(kPostFilterBins);
  loss(predicted, wanted, 69, 3, gradient);
  constexpr float kStep = 1e-2f;
  double largest = 0;
  for (std::size_t bin = 3; bin < kPostFilterBins; bin += 7) {
    Spectrum up = predicted, down = predicted;
    up[bin] += kStep;
    down[bin] -= kStep;
    const double slope =
        (loss(up, wanted, 69, 1, ignored) - loss(down, wanted, 69, 1, ignored)) / (2 * kStep);
    EXPECT_NEAR(gradient[bin] - 5, 3 * slope, 1e-4 + 0.01 * std::abs(slope)) << bin;
    largest = std::max(largest, std::abs(slope));
  }
  EXPECT_GT(largest, 1e-3);
}

}  // namespace
}  // namespace timbre::training
