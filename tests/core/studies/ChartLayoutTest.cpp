#include "studies/ChartLayout.h"

#include <gtest/gtest.h>

#include <cmath>

namespace timbre::studies {

TEST(ChartLayout, ticksAreRoundAndInside) {
  const Axis axis;
  const Scale scale(axis, 0.13, 9.7);
  const auto ticks = scale.ticks(5);
  ASSERT_GE(ticks.size(), 3u);
  for (const auto& tick : ticks) {
    EXPECT_GE(tick.at, scale.low());
    EXPECT_LE(tick.at, scale.high());
    EXPECT_NEAR(tick.at, std::round(tick.at), 1e-9);
  }
  Axis octaves;
  octaves.log = true;
  const Scale log(octaves, 100, 10000);
  EXPECT_NEAR(log.at(1000), 0.5, 1e-12);
  EXPECT_EQ(log.ticks(9).size(), 7u);
}

TEST(ChartLayout, numbersHaveMinusSigns) {
  const Axis axis;
  EXPECT_EQ(Scale(axis, -3.5, -0.2).ticks(3).front().text, "\u22122");
  EXPECT_EQ(numberText(-2.5e-5, 3), "\u22122.5e\u221205");
  EXPECT_EQ(numberText(-1e-15, 3), "0");
}

TEST(ChartLayout, nothingToDrawIsStillAnAxis) {
  const Axis axis;
  const Scale empty(axis, INFINITY, -INFINITY), point(axis, 3, 3);
  EXPECT_LT(empty.low(), empty.high());
  EXPECT_LT(point.low(), point.high());
  EXPECT_LE(empty.ticks(5).size(), 11u);
}

TEST(ChartLayout, chartsShareTheFigureWithoutOverlap) {
  Figure figure{.name = "f", .columns = 2, .width = 300, .height = 226};
  figure.charts.resize(3);
  const auto boxes = boxesOf(figure);
  ASSERT_EQ(boxes.size(), 3u);
  EXPECT_LE(boxes[0].right(), boxes[1].left);
  EXPECT_LE(boxes[0].bottom(), boxes[2].top);
  EXPECT_LE(boxes[1].right(), figure.width);
  EXPECT_LE(boxes[2].bottom(), figure.height);
}

TEST(ChartLayout, aLegendTakesAsManyLinesAsItNeeds) {
  Chart chart;
  for (const char* name :
       {"first of the series", "second of the series", "", "third of the series"})
    chart.series.push_back({.name = name, .x = {1, 2}, .y = {1, 2}});
  const Box whole{0, 0, 400, 200};
  const ChartLayout narrow = layOut(chart, whole);
  ASSERT_EQ(narrow.legend.size(), 3u);
  EXPECT_EQ(narrow.legend[2].series, 3u);
  EXPECT_EQ(narrow.legend[0].baseline, narrow.legend[1].baseline);
  EXPECT_LT(narrow.legend[1].baseline, narrow.legend[2].baseline);
  EXPECT_EQ(narrow.legend[2].left, narrow.plot.left);
  EXPECT_LT(narrow.legend[2].baseline, narrow.plot.top);
  const ChartLayout wide = layOut(chart, {0, 0, 800, 200});
  EXPECT_EQ(wide.legend[0].baseline, wide.legend[2].baseline);
  EXPECT_LT(wide.plot.top, narrow.plot.top);
}

}  // namespace timbre::studies
