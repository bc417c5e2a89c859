#include "model/harmonic/PeakLimiter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace timbre::model::harmonic {
namespace {

std::vector<float> sine(float amplitude, int first) {
  std::vector<float> block(64);
  for (int n = 0; n < 64; ++n)
    block[static_cast<std::size_t>(n)] = amplitude * std::sin(0.2F * static_cast<float>(first + n));
  return block;
}

}  // namespace

TEST(PeakLimiter, WhatFitsPassesUnchanged) {
  PeakLimiter limiter(0.004);
  for (int b = 0; b < 10; ++b) {
    auto block = sine(0.97F, 64 * b);
    const auto before = block;
    limiter.apply(block);
    EXPECT_EQ(block, before);
  }
}

TEST(PeakLimiter, NothingExceedsTheCeiling) {
  PeakLimiter limiter(0.004);
  for (int b = 0; b < 50; ++b) {
    auto block = sine(b % 7 == 0 ? 40.0F : 2.0F, 64 * b);
    limiter.apply(block);
    for (const float x : block) EXPECT_LE(std::abs(x), PeakLimiter::kCeiling);
  }
}

TEST(PeakLimiter, RecoversByTwentyDecibelsASecond) {
  PeakLimiter limiter(0.004);
  auto loud = sine(4, 0);
  limiter.apply(loud);  // 12 dB down
  std::vector<float> peaks;
  for (int b = 1; b < 250; ++b) {
    auto block = sine(0.5F, 64 * b);
    limiter.apply(block);
    peaks.push_back(*std::max_element(block.begin(), block.end()));
  }
  EXPECT_NEAR(20 * std::log10(peaks[25] / 0.5F), -12.2 + 26 * 0.08, 0.6);
  EXPECT_NEAR(peaks.back(), 0.5F, 0.01F);
}

TEST(PeakLimiter, WhatIsNoNumberBecomesSilence) {
  PeakLimiter limiter(0.004);
  std::vector<float> block(64, std::numeric_limits<float>::quiet_NaN());
  block[3] = std::numeric_limits<float>::infinity();
  limiter.apply(block);
  for (const float x : block) EXPECT_EQ(x, 0);
}

}  // namespace timbre::model::harmonic
