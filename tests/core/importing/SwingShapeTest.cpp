#include "importing/SwingShape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace timbre::importing {
namespace {

/// The second of three pieces `period` blocks long, with this level in dB over a piece, [0, 1).
SwingShape shapeWith(int period, const std::function<double(double)>& level, double slope = 0) {
  std::vector<float> levels;
  for (int i = 0; i < 4 * period; ++i)
    levels.push_back(
        static_cast<float>(level(static_cast<double>(i % period) / period) - slope * i));
  std::size_t peaks[3];
  for (int p = 0; p < 3; ++p)
    peaks[p] = static_cast<std::size_t>(
        std::max_element(levels.begin() + p * period, levels.begin() + (p + 1) * period) -
        levels.begin());
  const auto shape = shapeOf(levels, peaks[0], peaks[1], peaks[2]);
  EXPECT_TRUE(shape);
  return shape.value_or(SwingShape{});
}

double swing(double depth, double x) {
  return 20 * std::log10(1 - depth * (0.5 + 0.5 * std::cos(2 * std::numbers::pi * x)));
}

TEST(SwingShape, ATremoloIsNotStruckAndNotChopped) {
  for (const int period : {9, 14, 25, 40, 60})
    for (const double depth : {0.6, 0.9, 0.999})
      for (const double slope : {0.0, 0.1, 0.3}) {
        const auto shape = shapeWith(
            period, [&](double x) { return swing(depth, x); }, slope);
        EXPECT_FALSE(shape.isStruck())
            << period << ' ' << depth << ' ' << slope << ' ' << shape.skew;
        EXPECT_FALSE(shape.isChopped()) << period << ' ' << depth << ' ' << shape.flatness;
      }
}

TEST(SwingShape, WhatStartsAnewAndDiesAwayIsStruck) {
  for (const int period : {12, 25, 50})
    for (const double fall : {4.0, 6.5, 17.0, 40.0})
      EXPECT_TRUE(shapeWith(period, [&](double x) { return -fall * x; }).isStruck())
          << period << ' ' << fall;
  EXPECT_TRUE(shapeWith(25, [](double x) { return x < 0.6 ? -8 * x : -60; }).isStruck())
      << "and is damped";
}

TEST(SwingShape, ASteadySoundThatIsCutIsChopped) {
  for (const double slope : {0.0, 0.2})
    for (const double part : {0.3, 0.5, 0.8}) {
      const auto shape = shapeWith(
          40, [&](double x) { return x < part ? 0 : -60; }, slope);
      EXPECT_TRUE(shape.isChopped()) << part << ' ' << shape.flatness;
      EXPECT_FALSE(shape.isStruck()) << part << ' ' << shape.skew << ' ' << shape.decline;
    }
}

TEST(SwingShape, ASoundThatHardlyFallsHasNone) {
  const std::vector<float> steady(50, -10.0f);
  EXPECT_FALSE(shapeOf(steady, 0, 10, 30));
  EXPECT_FALSE(shapeOf(steady, 0, 10, 10));
  EXPECT_FALSE(shapeOf(steady, 0, 10, 50));
}

TEST(SwingShape, TheMedianOfTwoSpeaksForOneNote) {
  const SwingShape struck{-0.3, 0.5, 3, 12}, swinging{0, 0.5, 0, 12};
  EXPECT_TRUE(medianOf({struck}).isStruck());
  EXPECT_FALSE(medianOf({struck, swinging}).isStruck());
  EXPECT_TRUE(medianOf({struck, swinging, struck}).isStruck());
}

TEST(SwingShape, ADipIsSmoothWhereASwingSinks) {
  const auto isSmooth = [](const std::function<double(double)>& level) {
    std::vector<float> levels;
    for (int i = 0; i <= 100; ++i) levels.push_back(static_cast<float>(level(i / 100.0)));
    const auto dip = std::min_element(levels.begin(), levels.end()) - levels.begin();
    return isSmoothDip(levels, 0, static_cast<std::size_t>(dip), 100);
  };
  EXPECT_TRUE(isSmooth([](double x) { return swing(0.999, x + 0.5); }));
  EXPECT_TRUE(isSmooth([](double x) { return swing(0.9, x + 0.5) - 10 * x; })) << "it dies away";
  EXPECT_FALSE(isSmooth([](double x) { return x < 0.3 || x > 0.7 ? 0 : -60; })) << "cut";
  EXPECT_FALSE(isSmooth([](double x) { return x < 0.5 ? -30 * x : -30 * (x - 0.5); })) << "struck";
  EXPECT_FALSE(isSmooth([](double x) { return -3 * x; })) << "no dip";
}

}  // namespace
}  // namespace timbre::importing
