/// Plots that are compared: they look at the same range with the same marks on their axes, and
/// share crosshair and playhead.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

class RainbowgramPlot;

/// GUI thread. A plot that dies leaves the group by itself.
class PlotGroup : public QObject {
  Q_OBJECT
 public:
  explicit PlotGroup(QObject* parent = nullptr);

  /// The newcomer takes the group's range.
  void add(RainbowgramPlot* plot);
  const std::vector<RainbowgramPlot*>& plots() const { return plots_; }

  void setRange(const PlotRange& range);
  void fit();
  void setCursor(std::optional<PlotPoint> point);
  void setPlayhead(std::optional<double> seconds);
  void setCue(double start, std::optional<Interval> loop);
  void setA4(double hertz);

 signals:
  /// The user points somewhere in one of them: ask each plot's readoutAt().
  void cursorMoved(std::optional<timbre::ui::PlotPoint> point);
  void pointClicked(double seconds, double hertz);
  void partMarked(const timbre::ui::Interval& seconds, bool done);
  void rangeMoved(const timbre::ui::PlotRange& range);

 private:
  void followCursor(RainbowgramPlot* source);
  void followRange(RainbowgramPlot* source, const PlotRange& range);
  void alignAxes();

  std::vector<RainbowgramPlot*> plots_;
  double a4_ = 440;
};

}  // namespace timbre::ui
