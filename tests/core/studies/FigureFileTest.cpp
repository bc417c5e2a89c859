#include "studies/FigureFile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace timbre::studies {
namespace {

Figure bars() {
  Figure figure{.name = "f", .title = "Figure", .columns = 2, .width = 400, .height = 226};
  Chart chart;
  chart.x.categories = {"a", "b"};
  chart.y = {.title = "Share", .low = 0, .high = 1};
  chart.series = {{.name = "s",
                   .look = Look::Bars,
                   .x = {0, 1},
                   .y = {0.25, 1},
                   .low = {0.2, 0.9},
                   .high = {0.3, 1},
                   .notes = {"first", "second"}}};
  figure.charts.push_back(chart);
  Chart matrix;
  matrix.matrix = Matrix{1, 2, {0, std::nanf("")}, 0, 1};
  matrix.sound = "whole";
  figure.charts.push_back(matrix);
  return figure;
}

std::array<int, 3> colourAt(const spectral::RgbaImage& image, int x, int y) {
  const auto p = image.pixel(x, y);
  return {p[0], p[1], p[2]};
}

}  // namespace

TEST(FigureFile, aBarIsAsHighAsItsValue) {
  const auto image = imageOf(bars(), 1).value();
  ASSERT_EQ(image.width, 400);
  ASSERT_EQ(image.height, 226);
  const std::array ink{0, 114, 178};
  const auto rows = [&](int x) {
    int count = 0;
    for (int y = 0; y < image.height; ++y) count += colourAt(image, x, y) == ink;
    return count;
  };
  int most[2]{};
  for (int x = 0; x < 200; ++x) most[x > 122] = std::max(most[x > 122], rows(x));
  ASSERT_GT(most[1], 80);
  EXPECT_NEAR(1.0 * most[0] / most[1], 0.25, 0.04);
}

TEST(FigureFile, theSameFigureGivesTheSameBytes) {
  EXPECT_EQ(svgOf(bars()).value(), svgOf(bars()).value());
  EXPECT_EQ(pdfOf(bars()).value(), pdfOf(bars()).value());
  EXPECT_TRUE(svgOf(bars())->starts_with("<?xml"));
  EXPECT_TRUE(pdfOf(bars())->starts_with("%PDF"));
}

TEST(FigureFile, aClickPlaysWhatLiesThere) {
  const auto figure = bars();
  const auto image = imageOf(figure, 1).value();
  bool first = false, second = false;
  for (int y = 0; y < image.height; y += 2)
    for (int x = 0; x < 200; x += 2) {
      const auto sound = soundAt(figure, x, y);
      first |= sound == "first";
      second |= sound == "second";
    }
  EXPECT_TRUE(first && second);
  EXPECT_EQ(soundAt(figure, 300, 120), "whole");
  EXPECT_FALSE(soundAt(figure, 399, 225));
}

}  // namespace timbre::studies
