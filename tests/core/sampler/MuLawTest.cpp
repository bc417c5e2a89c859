#include "sampler/MuLaw.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace timbre::sampler {
namespace {

/// SHA-256 by the book, in hexadecimal; the published digest of the companding is one.
class Sha256 {
 public:
  static std::string of(std::vector<std::uint8_t> bytes) {
    const std::uint64_t bits = bytes.size() * 8;
    bytes.push_back(0x80);
    while (bytes.size() % 64 != 56) bytes.push_back(0);
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
    Sha256 sha;
    for (std::size_t at = 0; at < bytes.size(); at += 64) sha.take(&bytes[at]);
    return sha.hex();
  }

 private:
  Sha256() {
    for (std::uint32_t n = 2, found = 0; found < 64; ++n) {
      bool prime = true;
      for (std::uint32_t f = 2; f * f <= n; ++f) prime = prime && n % f != 0;
      if (!prime) continue;
      if (found < 8) state_[found] = fraction(std::sqrt(static_cast<long double>(n)));
      constants_[found++] = fraction(std::cbrt(static_cast<long double>(n)));
    }
  }
  static std::uint32_t fraction(long double x) {
    return static_cast<std::uint32_t>((x - std::floor(x)) * 4294967296.0L);
  }
  void take(const std::uint8_t* block) {
    std::array<std::uint32_t, 64> w{};
    for (int i = 0; i < 16; ++i)
      w[i] = std::uint32_t{block[4 * i]} << 24 | std::uint32_t{block[4 * i + 1]} << 16 |
             std::uint32_t{block[4 * i + 2]} << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; ++i) {
      const auto a = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
      const auto b = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
      w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    auto s = state_;
    for (int i = 0; i < 64; ++i) {
      const auto e = std::rotr(s[4], 6) ^ std::rotr(s[4], 11) ^ std::rotr(s[4], 25);
      const auto a = std::rotr(s[0], 2) ^ std::rotr(s[0], 13) ^ std::rotr(s[0], 22);
      const auto one = s[7] + e + ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants_[i] + w[i];
      const auto two = a + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      s = {one + two, s[0], s[1], s[2], s[3] + one, s[4], s[5], s[6]};
    }
    for (int i = 0; i < 8; ++i) state_[i] += s[i];
  }
  std::string hex() const {
    std::string text;
    for (const auto word : state_)
      for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[word >> shift & 15];
    return text;
  }

  std::array<std::uint32_t, 8> state_{};
  std::array<std::uint32_t, 64> constants_{};
};

TEST(MuLaw, EverySixteenBitSampleGetsThePublishedClass) {
  std::vector<std::uint8_t> classes;
  for (int k = -32768; k <= 32767; ++k)
    classes.push_back(
        static_cast<std::uint8_t>(muLawClass(static_cast<float>(k) / 32768.0f) - 128));
  EXPECT_EQ(Sha256::of(classes),
            "f9a1349e76901509e8a917c95d35ce8b39c67f333d0475547814b6aabe0ea11a");
}

TEST(MuLaw, TheFloorIsNotSymmetric) {
  const int goldens[][2] = {{10, 1},      {-10, -2},     {100, 13},    {-100, -14},
                            {1000, 50},   {-1000, -51},  {10000, 100}, {-10000, -101},
                            {16384, 112}, {-16384, -113}};
  for (const auto& [k, q] : goldens)
    EXPECT_EQ(muLawClass(static_cast<float>(k) / 32768.0f), q + 128) << k;
}

TEST(MuLaw, ClassesDecodeToThePublishedSamples) {
  const struct {
    int q;
    float sample;
  } goldens[] = {{1, 2.6329546e-4f},   {2, 4.4857571e-4f},   {-2, -2.6329546e-4f},
                 {-1, -8.587137e-5f},  {32, 0.012108192f},   {-32, -0.011428582f},
                 {64, 0.060197476f},   {-64, -0.057479035f}, {126, 0.93683714f},
                 {-127, -0.93683714f}, {127, 0.97848809f},   {-128, -0.97848809f}};
  // The published figures come from float32, where 256^u is off by half a unit in the last place.
  for (const auto& [q, sample] : goldens)
    EXPECT_NEAR(muLawSample(q + 128), sample, 1.2e-7f * (1 / 255.0f + std::abs(sample))) << q;
  EXPECT_EQ(muLawSample(128), 0.0f);
}

TEST(MuLaw, EveryClassSurvivesDecodingAndEncoding) {
  for (int c = 0; c < 256; ++c) EXPECT_EQ(muLawClass(muLawSample(c)), c);
}

TEST(MuLaw, WhatIsBeyondFullScaleIsClamped) {
  EXPECT_EQ(muLawClass(1.0f), 255);
  EXPECT_EQ(muLawClass(7.0f), 255);
  EXPECT_EQ(muLawClass(-1.0f), 0);
  EXPECT_EQ(muLawClass(-std::numeric_limits<float>::infinity()), 0);
  EXPECT_EQ(muLawClass(std::numeric_limits<float>::quiet_NaN()), 128);
  EXPECT_EQ(muLawSample(256), muLawSample(255));
}

}  // namespace
}  // namespace timbre::sampler
