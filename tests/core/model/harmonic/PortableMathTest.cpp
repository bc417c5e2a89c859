#include "model/harmonic/PortableMath.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace timbre::model::harmonic {

TEST(PortableMath, PowersOfTwoAreExactToAFewPartsInTenMillion) {
  double worst = 0;
  for (double x = -100; x <= 100; x += 0.0137)
    worst = std::max(worst, std::abs(exp2Of(static_cast<float>(x)) /
                                         std::exp2(static_cast<double>(static_cast<float>(x))) -
                                     1));
  EXPECT_LT(worst, 4e-7);
}

TEST(PortableMath, LevelsBecomeAmplitudes) {
  EXPECT_FLOAT_EQ(amplitudeOf(0), 1);
  EXPECT_NEAR(amplitudeOf(-20), 0.1F, 1e-7);
  EXPECT_NEAR(amplitudeOf(-1e9F), 1e-6, 1e-12);
}

TEST(PortableMath, ATurnHasItsCosineAndSine) {
  double worst = 0;
  for (std::uint64_t phase = 0; phase < (std::uint64_t{1} << 32); phase += 1'234'567) {
    const double radians = 2 * std::numbers::pi * static_cast<double>(phase) / 0x1p32;
    const Direction d = directionOf(static_cast<std::uint32_t>(phase));
    worst = std::max(
        {worst, std::abs(d.cosine - std::cos(radians)), std::abs(d.sine - std::sin(radians))});
  }
  EXPECT_LT(worst, 5e-7);
}

TEST(PortableMath, TheSameBitsEverywhere) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const Direction d = directionOf(i * 4'294'967U);
    for (const float x : {d.cosine, d.sine, exp2Of(static_cast<float>(i) * 0.1F - 50)})
      sum = scrambled(sum + std::bit_cast<std::uint32_t>(x));
  }
  EXPECT_EQ(sum, 3094445376707267800ULL);
}

}  // namespace timbre::model::harmonic
