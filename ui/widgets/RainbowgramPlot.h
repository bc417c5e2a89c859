/// One rainbowgram with its axes: note names, seconds, crosshair and playhead.
#pragma once

#include <optional>

#include "ui/widgets/PlotGestures.h"
#include "ui/widgets/PlotPane.h"

class QRubberBand;

namespace timbre::ui {

/// Wheel: time; Ctrl+wheel: pitch; Shift+wheel: along; drag: move; Shift+drag: mark a part of the
/// time; click: point at a place; double click or F: the whole picture. Arrows move the crosshair
/// by a cell (Shift: ten), Home/End to the ends, PageUp/PageDown by an octave, Return = click,
/// Shift+Return marks the part from the cue to the crosshair, + and - zoom in time, with Ctrl in
/// pitch. Ctrl+click or H asks for a line, Ctrl+drag for a box, to be heard alone. GUI thread.
/// Setters never emit: only the user does.
class RainbowgramPlot : public PlotPane {
  Q_OBJECT
 public:
  explicit RainbowgramPlot(QWidget* parent = nullptr);

  void setRange(const PlotRange& range);  ///< cut to the extent
  const PlotRange& range() const { return navigator_.range(); }
  const PlotRange& extent() const {
    return navigator_.extent();
  }  ///< of the picture; 0 .. 4 s and C2 .. C8 while there is none
  void fit() { setRange(extent()); }

  void setCursor(std::optional<PlotPoint> point);  ///< the crosshair
  const std::optional<PlotPoint>& cursor() const { return navigator_.cursor(); }
  /// What stands under a point; none without a picture, outside it and where it is not made yet.
  std::optional<CellReadout> readoutAt(PlotPoint point) const;

  /// Widget pixels of a place and back; none when not inside the axes. For tests, menus and drags.
  QPointF pixelOf(PlotPoint point) const;
  std::optional<PlotPoint> pointAt(QPointF pixel) const;

  /// What a screen reader says: the cell at the crosshair, else what is shown.
  QString spokenState() const;

  QSize sizeHint() const override { return {420, 360}; }
  QSize minimumSizeHint() const override { return {120, 110}; }

 signals:
  /// The pointer or the arrow keys stand elsewhere; none when the pointer has left.
  void cursorMoved(std::optional<timbre::ui::CellReadout> cell);
  /// A click without a drag, or Return at the crosshair.
  void pointClicked(double seconds, double hertz);
  /// A part of the time is marked; `done` is false while the hand still drags.
  void partMarked(const timbre::ui::Interval& seconds, bool done);
  /// Ctrl+click, or H at the crosshair: this line is to be heard alone.
  void lineAsked(timbre::ui::PlotPoint at);
  /// Ctrl+drag: this box.
  void boxAsked(timbre::ui::PlotPoint from, timbre::ui::PlotPoint to);
  void rangeMoved(const timbre::ui::PlotRange& range);

 protected:
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void pictureChanged() override;

 private:
  void userRange(const PlotRange& range);
  void userCursor(std::optional<PlotPoint> point);
  void mark(double from, double to, bool done);
  double secondsWithin(double x) const;
  bool moveByKey(int key, bool far);
  void setCursorShape(Qt::CursorShape shape);
  bool dragBox(QPointF to);
  bool endBox(QPointF to);

  PlotNavigator navigator_;
  PressGesture press_;
  QRubberBand* box_;
  std::optional<QPointF> boxFrom_;  // pixels
};

}  // namespace timbre::ui
