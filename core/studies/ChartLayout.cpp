#include "studies/ChartLayout.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace timbre::studies {
namespace {

constexpr double kTitleHeight = 20, kAxisHeight = 34, kAxisWidth = 52, kLegendHeight = 16;
constexpr double kMargin = 8, kHeading = 26;
constexpr double kPointMargin = 0.02;
constexpr double kLongName = 6.0;  // points a letter of a category

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(double v) {
    if (!std::isfinite(v)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
};

Range rangeOfX(const Chart& chart) {
  Range range;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const double half = chart.series[s].look == Look::Bars ? 0.5 : 0;
    for (const double x : chart.series[s].x) range.take(x - half), range.take(x + half);
  }
  const bool points = std::any_of(chart.series.begin(), chart.series.end(),
                                  [](const Series& s) { return s.look == Look::Points; });
  if (points && !chart.x.log && range.high > range.low) {
    const double margin = kPointMargin * (range.high - range.low);
    range.low -= margin, range.high += margin;  // whole marks
  }
  if (chart.matrix) range.take(-0.5), range.take(chart.matrix->columns - 0.5);
  if (!chart.x.categories.empty())
    range.take(-0.5), range.take(static_cast<double>(chart.x.categories.size()) - 0.5);
  return range;
}

Range rangeOfY(const Chart& chart) {
  Range range;
  for (const auto& s : chart.series) {
    for (const auto* values : {&s.y, &s.low, &s.high})
      for (const double y : *values) range.take(y);
    if (s.look == Look::Bars) range.take(0);
  }
  // Rows count from the top.
  if (chart.matrix) return {-0.5, chart.matrix->rows - 0.5};
  if (chart.y.log || !(range.high > range.low)) return range;
  const double margin = 0.05 * (range.high - range.low);
  range.high += margin;
  if (range.low != 0) range.low -= margin;  // bars stand on their axis
  return range;
}

double widestName(const Axis& axis) {
  std::size_t most = 0;
  for (const auto& name : axis.categories) most = std::max(most, name.size());
  return std::min(130.0, kLongName * static_cast<double>(most));
}

struct Legend {
  std::vector<LegendEntry> entries;  // from the left of the plot and the top of the legend
  int lines = 0;
};

/// Text is not measured here: its width is that of as many wide letters.
Legend legendOf(const Chart& chart, double width) {
  constexpr double kSign = 15, kGap = 14;
  Legend legend;
  double at = 0;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const std::string& name = chart.series[s].name;
    if (name.empty()) continue;
    const double wide = kSign + kLongName * static_cast<double>(name.size());
    if (legend.lines == 0) legend.lines = 1;
    if (at > 0 && at + wide > width) {
      at = 0;
      ++legend.lines;
    }
    legend.entries.push_back({s, at, legend.lines * kLegendHeight - 5});
    at += wide + kGap;
  }
  return legend;
}

}  // namespace

std::string numberText(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*g", digits, std::abs(value) < 1e-12 ? 0.0 : value);
  std::string words = text;
  for (std::size_t at = 0; (at = words.find('-', at)) != std::string::npos;)
    words.replace(at, 1, "\u2212");
  return words;
}

Scale::Scale(const Axis& axis, double low, double high)
    : axis_(axis), low_(axis.low.value_or(low)), high_(axis.high.value_or(high)) {
  if (!std::isfinite(low_)) low_ = 0;
  if (!std::isfinite(high_)) high_ = low_ + 1;
  if (axis.log) low_ = std::max(low_, 1e-9), high_ = std::max(high_, low_ * 1.01);
  if (high_ <= low_) high_ = low_ + std::max(1e-9, std::abs(low_) * 0.1);
}

double Scale::at(double value) const {
  if (!axis_.log) return (value - low_) / (high_ - low_);
  return std::log(std::max(1e-9, value) / low_) / std::log(high_ / low_);
}

std::vector<Tick> Scale::names(int most) const {
  std::vector<Tick> ticks;
  const int count = static_cast<int>(axis_.categories.size());
  const int step = std::max(1, (count + most - 1) / std::max(1, most));
  for (int i = 0; i < count; i += step)
    ticks.push_back({static_cast<double>(i), axis_.categories[static_cast<std::size_t>(i)]});
  return ticks;
}

std::vector<Tick> Scale::ticks(int most) const {
  if (!axis_.categories.empty()) return names(most);
  std::vector<Tick> ticks;
  if (axis_.log) {
    for (double decade = std::pow(10, std::floor(std::log10(low_))); decade <= high_; decade *= 10)
      for (const double part : {1.0, 2.0, 5.0})
        if (decade * part >= low_ && decade * part <= high_ * 1.0001)
          ticks.push_back({decade * part, numberText(decade * part, 6)});
    return ticks;
  }
  const double rough = (high_ - low_) / std::max(1, most);
  double step = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {2.0, 2.5, 2.0})
    if (step < rough) step *= factor;
  for (double v = std::ceil(low_ / step - 1e-9) * step; v <= high_ + 1e-9 * step; v += step)
    ticks.push_back({v, numberText(v, 6)});
  return ticks;
}

ChartLayout layOut(const Chart& chart, const Box& whole) {
  Box plot = whole;
  const double left =
      std::max(kAxisWidth, chart.y.title.empty() && chart.y.categories.empty()
                               ? 12.0
                               : widestName(chart.y) + (chart.y.title.empty() ? 10 : 26));
  plot.left += left;
  plot.width = std::max(10.0, plot.width - left - kMargin);
  Legend legend = legendOf(chart, plot.width);
  const double title = chart.title.empty() ? 4 : kTitleHeight;
  for (LegendEntry& entry : legend.entries) {
    entry.left += plot.left;
    entry.baseline += plot.top + title;
  }
  const double top = title + legend.lines * kLegendHeight;
  plot.top += top;
  plot.height = std::max(10.0, plot.height - top - kAxisHeight);
  const Range x = rangeOfX(chart), y = rangeOfY(chart);
  return {whole, plot, Scale(chart.x, x.low, x.high), Scale(chart.y, y.low, y.high),
          std::move(legend.entries)};
}

std::vector<Box> boxesOf(const Figure& figure) {
  const int columns = std::max(1, figure.columns);
  const int rows = (static_cast<int>(figure.charts.size()) + columns - 1) / columns;
  const double width = figure.width / columns;
  const double height = (figure.height - kHeading) / std::max(1, rows);
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < figure.charts.size(); ++i) {
    const int at = static_cast<int>(i), line = at / columns;
    const double column = at % columns, row = line;
    boxes.push_back({column * width + 4, kHeading + row * height + 4, width - 8, height - 8});
  }
  return boxes;
}

BarPlace barPlace(const Chart& chart, std::size_t series) {
  BarPlace place;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    if (chart.series[i].look != Look::Bars) continue;
    if (i == series) place.index = place.count;
    ++place.count;
  }
  place.count = std::max(1, place.count);
  return place;
}

double middleOf(const Chart& chart, std::size_t series, std::size_t point) {
  const Series& s = chart.series[series];
  if (s.look != Look::Bars) return s.x[point];
  const BarPlace place = barPlace(chart, series);
  return place.left(s.x[point]) + place.width() / 2;
}

}  // namespace timbre::studies
