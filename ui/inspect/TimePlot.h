/// A plot over the time of a note, linked to all other pictures of it: range, crosshair, playhead.
#pragma once

#include <optional>

#include "ui/inspect/InspectPlot.h"
#include "ui/views/AppContext.h"
#include "ui/widgets/PlotGestures.h"

namespace timbre::ui {

/// As RainbowgramPlot: wheel zooms in time, Shift+wheel and drag move, double click or F shows the
/// whole, arrows move the crosshair, + and - zoom. Curves are put into plot() by its owner. GUI
/// thread.
class TimePlot : public InspectPlot {
  Q_OBJECT

 public:
  /// `smallest`: seconds, nothing narrower is shown.
  TimePlot(AppContext& bench, double smallest, QWidget* parent = nullptr);

  /// The note lasts so long.
  void setLength(double seconds);

 signals:
  /// The pointer moved over the curves, or left them.
  void pointed(std::optional<QPointF> place);
  void clicked(QPointF place);

 protected:
  void applyAppearance() override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void connectLink();
  void showRange();
  void showCursor();
  void showPlayhead(std::optional<double> seconds);
  void userRange(const Interval& seconds);
  void userCursor(std::optional<QPointF> place);
  Interval whole() const { return {0, length_}; }

  AppContext& bench_;
  const double smallest_;
  QCPItemStraightLine* cursor_;
  QCPItemStraightLine* playhead_;
  double length_ = 4;
  PressGesture press_;
};

}  // namespace timbre::ui
