#include "importing/Attacks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

namespace timbre::importing {
namespace {

using Course = std::vector<float>;

/// Two seconds of blocks of 10 ms.
Course levelsOf(const std::function<double(double)>& level) {
  Course levels;
  for (int i = 0; i < 200; ++i) levels.push_back(static_cast<float>(level(i * 0.01)));
  return levels;
}

std::vector<std::size_t> attacksIn(const Course& levels, const Course& bright = {}) {
  std::vector<std::size_t> found;
  auto course = courseOf(levels, bright);
  course.top = -10;
  for (std::size_t i = 25; i < levels.size(); ++i)
    if (isAttack(course, i)) found.push_back(i);
  return found;
}

/// Strokes half a second apart that die away by so many dB a second.
Course strokes(double decay) {
  return levelsOf([=](double t) { return -10 - decay * std::fmod(t + 1e-9, 0.5); });
}

TEST(Attacks, ALevelThatStartsAnewIsOne) {
  for (const double decay : {10.0, 20.0, 40.0}) {
    const auto found = attacksIn(strokes(decay));
    for (const std::size_t stroke : {50u, 100u, 150u})
      EXPECT_TRUE(std::ranges::any_of(found, [&](auto i) { return i + 3 > stroke && i <= stroke; }))
          << decay << " dB a second, block " << stroke;
    for (const std::size_t i : found) EXPECT_LE((i + 2) % 50, 4u) << i;
  }
}

TEST(Attacks, ASmallRiseIsOneWithABurstOfTrebleOnly) {
  const auto levels = strokes(5);
  EXPECT_TRUE(attacksIn(levels).empty());
  const auto bright =
      levelsOf([](double t) { return std::fmod(t + 1e-9, 0.5) < 0.02 ? -25.0 : -40.0; });
  EXPECT_EQ(attacksIn(levels, bright), (std::vector<std::size_t>{50, 100, 150}));
}

TEST(Attacks, ASlowSwingAndASwellAreNone) {
  for (const double rate : {0.5, 1.0, 1.5, 2.0, 2.5})
    EXPECT_TRUE(attacksIn(levelsOf([&](double t) {
                  return -10 +
                         20 * std::log10(0.501 + 0.499 * std::sin(2 * std::numbers::pi * rate * t));
                })).empty())
        << rate << " Hz";
  EXPECT_TRUE(attacksIn(levelsOf([](double t) { return -60 + 25 * t; })).empty());
}

TEST(Attacks, AShallowSwingIsNoneAtAnyRate) {
  for (const double rate : {3.0, 5.0, 8.0, 12.0})
    for (const double depth : {0.2, 0.4, 0.5})
      EXPECT_TRUE(attacksIn(levelsOf([&](double t) {
                    return -10 +
                           20 * std::log10(1 - depth * (0.5 - 0.5 * std::cos(2 * std::numbers::pi *
                                                                             rate * t)));
                  })).empty())
          << rate << " Hz, " << depth;
}

TEST(Attacks, AClickInANoteIsNone) {
  EXPECT_TRUE(
      attacksIn(levelsOf([](double t) { return t > 0.995 && t < 1.015 ? -12 : -20; })).empty());
}

TEST(Attacks, WhatIsMuchSofterThanTheLoudestIsNone) {
  auto soft = strokes(40);
  for (float& level : soft) level -= 21;
  EXPECT_TRUE(attacksIn(soft).empty());
}

}  // namespace
}  // namespace timbre::importing
