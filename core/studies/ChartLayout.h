/// Where the parts of a chart lie.
#pragma once

#include <string>
#include <vector>

#include "studies/Chart.h"

namespace timbre::studies {

/// Points, from the top left of the figure.
struct Box {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
  bool holds(double x, double y) const {
    return x >= left && x <= right() && y >= top && y <= bottom();
  }
};

/// So many significant digits, with minus signs, not hyphens.
std::string numberText(double value, int digits);

struct Tick {
  double at = 0;
  std::string text;
};

/// From a value to a place along the axis, 0 to 1.
class Scale {
 public:
  /// The axis's own ends, else these; widened where they are equal or no numbers.
  Scale(const Axis& axis, double low, double high);
  double at(double value) const;
  double low() const { return low_; }
  double high() const { return high_; }
  /// Up to about `most`, at 1, 2 and 5; the names where the axis has them.
  std::vector<Tick> ticks(int most) const;

 private:
  std::vector<Tick> names(int most) const;
  const Axis& axis_;
  double low_, high_;
};

/// Where the sign and the name of a series stand above the plot.
struct LegendEntry {
  std::size_t series = 0;
  double left = 0, baseline = 0;
};

struct ChartLayout {
  Box whole, plot;
  Scale x, y;
  std::vector<LegendEntry> legend;  ///< in as many lines as it takes
  double placeX(double value) const { return plot.left + x.at(value) * plot.width; }
  double placeY(double value) const { return plot.bottom() - y.at(value) * plot.height; }
};

/// `chart` outlives it.
ChartLayout layOut(const Chart& chart, const Box& whole);
/// Where each chart of a figure lies.
std::vector<Box> boxesOf(const Figure& figure);
/// Series of bars that stand side by side, and which of them `series` is.
struct BarPlace {
  int count = 0;
  int index = 0;
  /// Left edge and width around place `x`, in units of the axis.
  double left(double x) const { return x - 0.4 + 0.8 * index / count; }
  double width() const { return 0.8 / count; }
};
BarPlace barPlace(const Chart& chart, std::size_t series);
/// The middle of a point or bar, on the x axis.
double middleOf(const Chart& chart, std::size_t series, std::size_t point);

}  // namespace timbre::studies
