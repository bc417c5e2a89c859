#include "training/data/SpeedPerturbation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace timbre::training {
namespace {

std::vector<float> sine(double cyclesASample, std::size_t samples) {
  std::vector<float> x(samples);
  for (std::size_t i = 0; i < samples; ++i)
    x[i] =
        static_cast<float>(std::sin(2 * std::numbers::pi * cyclesASample * static_cast<double>(i)));
  return x;
}

/// The largest difference from, or size of, what is far from the ends.
double largest(const std::vector<float>& a, const std::vector<float>& b = {}) {
  double most = 0;
  for (std::size_t i = 100; i + 100 < a.size(); ++i)
    most = std::max(most, std::abs(double{a[i]} - (b.empty() ? 0.0 : double{b[i]})));
  return most;
}

}  // namespace

TEST(SpeedPerturbation, aSineIsASineOfTheOtherPitch) {
  for (const double speed : {std::exp2(-7 / 12.0), 0.97, 1.0, 1.03, std::exp2(5 / 12.0)}) {
    std::vector<float> played(2000);
    perturbSpeed(sine(0.05, 4000), 0, speed, played);
    // -66 dB: the window's ripple, and lines between the kernel's 256 points.
    EXPECT_LT(largest(played, sine(0.05 * speed, 2000)), 5e-4) << speed;
  }
}

TEST(SpeedPerturbation, whatWouldFoldBackIsSilent) {
  std::vector<float> played(2000);
  perturbSpeed(sine(0.4, 6000), 0, std::exp2(7 / 12.0), played);  // 0.6 cycles: it would be 0.4
  EXPECT_LT(largest(played), 1e-3);
}

TEST(SpeedPerturbation, itBeginsWhereItIsTold) {
  const auto sound = sine(0.01, 3000);
  std::vector<float> whole(1000), part(500);
  perturbSpeed(sound, 300, 1.2, whole);
  perturbSpeed(sound, 300 + 1.2 * 500, 1.2, part);
  for (std::size_t i = 0; i < part.size(); ++i) ASSERT_NEAR(part[i], whole[i + 500], 1e-6);
}

TEST(SpeedPerturbation, aPlaceJustBeforeASampleIsThatSample) {
  const auto sound = sine(0.03, 400);
  std::vector<float> played(3);
  perturbSpeed(sound, 200 - 1e-13, 1, played);
  EXPECT_NEAR(played[0], sound[200], 5e-4);
}

TEST(SpeedPerturbation, outsideTheSoundIsSilence) {
  std::vector<float> played(200, 9.0f);
  perturbSpeed(sine(0.05, 50), 500, 1.5, played);
  EXPECT_EQ(largest(played), 0);
  perturbSpeed({}, 0, 1.5, played);
  EXPECT_EQ(largest(played), 0);
}

}  // namespace timbre::training
