/// How wheel, drag and keys move the view and the crosshair of a plot. Arithmetic only: no widget,
/// no event.
#pragma once

#include <optional>

#include "spectral/Rainbowgram.h"
#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

/// One turn of the wheel.
struct WheelTurn {
  enum class Use { ZoomTime, ZoomPitch, MoveTime };
  Use use = Use::ZoomTime;
  double up = 0;     ///< notches away from the hand
  double along = 0;  ///< notches sideways: a tilted wheel, or two fingers
};

/// Where the crosshair goes by a key.
enum class CursorStep { Left, Right, Up, Down, OctaveUp, OctaveDown, Start, End };

/// Holds the view and the crosshair; the gestures answer with what they would become. Every answer
/// stays within the extent. Any thread.
class PlotNavigator {
 public:
  /// What there is to see; the whole of it is looked at from then on.
  void setExtent(const PlotRange& extent);
  const PlotRange& extent() const { return extent_; }
  void setRange(const PlotRange& range);  ///< cut to the extent, and not too narrow
  const PlotRange& range() const { return range_; }
  void setCursor(std::optional<PlotPoint> point) { cursor_ = point; }
  const std::optional<PlotPoint>& cursor() const { return cursor_; }

  /// The place under the pointer stays where it is.
  PlotRange turned(PlotPoint pointer, const WheelTurn& turn) const;
  /// `start`: the view when the drag began. `right`, `down`: how far the hand went since then, in
  /// shares of the view's width and height.
  PlotRange dragged(const PlotRange& start, double right, double down) const;
  /// By one press: closer or not, in pitch or in time, about the crosshair or the middle.
  PlotRange zoomedByKey(bool closer, bool pitch) const;
  /// From the middle of a cell to that of another, `far` by ten; from the middle of the view when
  /// there is no crosshair. The cells must have a frame and a bin at least.
  PlotPoint stepped(const spectral::Rainbowgram& cells, CursorStep step, bool far) const;
  /// Moved as little as shows the point.
  PlotRange showing(PlotPoint point) const;

 private:
  PlotPoint middle() const;

  PlotRange extent_;
  PlotRange range_;
  std::optional<PlotPoint> cursor_;
};

}  // namespace timbre::ui
