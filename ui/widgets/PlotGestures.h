/// Qt's events as what a PlotNavigator understands.
#pragma once

#include <QPointF>
#include <optional>

#include "ui/widgets/PlotNavigator.h"

class QWheelEvent;

namespace timbre::ui {

/// Wheel: time; with Ctrl pitch, with Shift along.
WheelTurn turnOf(const QWheelEvent& event);
/// The crosshair's step by a key; none for other keys.
std::optional<CursorStep> stepOf(int key);

/// The left button from its press to its release: a drag once it has gone far enough, else a click.
class PressGesture {
 public:
  /// `marks`: a drag marks a part instead of moving the view.
  void press(QPointF at, const PlotRange& range, bool marks);
  bool marks() const { return marks_; }
  /// Where the button was pressed last.
  QPointF pressedAt() const { return at_; }
  bool pressed() const { return pressed_.has_value(); }
  /// How far the hand has dragged, in pixels; none while it is not a drag.
  std::optional<QPointF> moveTo(QPointF at);
  /// The view when the button was pressed.
  const PlotRange& rangeAtPress() const { return range_; }
  /// Whether it was a click.
  bool release();

 private:
  std::optional<QPointF> pressed_;
  QPointF at_;
  PlotRange range_;
  bool marks_ = false;
  bool dragging_ = false;
};

}  // namespace timbre::ui
