/// What the hand does to a RainbowgramPlot: wheel, drag, click and keys.
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/widgets/PlotAccessible.h"
#include "ui/widgets/RainbowgramPlotParts.h"

namespace timbre::ui {
namespace {

constexpr double kZoomStep = 0.8;  // one notch of the wheel, one press of a key
constexpr double kPanStep = 0.12;  // of what is seen, one notch of the wheel
constexpr int kFarCells = 10;

Interval zoomedSeconds(const PlotRange& range, double factor, double centre,
                       const PlotRange& whole) {
  return zoomed(range.seconds, factor, centre, kSmallestSeconds, whole.seconds);
}

Interval zoomedKeys(const PlotRange& range, double factor, double centre, const PlotRange& whole) {
  return zoomed(range.keys, factor, centre, kSmallestKeys, whole.keys);
}

}  // namespace

void RainbowgramPlot::userRange(const PlotRange& range) {
  const PlotRange before = parts_->range;
  setRange(range);
  if (parts_->range != before) emit rangeMoved(parts_->range);
}

void RainbowgramPlot::userCursor(std::optional<PlotPoint> point) {
  if (point == parts_->cursor) return;
  setCursor(point);
  emit cursorMoved(point ? readoutAt(*point) : std::nullopt);
  tellAccessibility(*this);
}

void RainbowgramPlot::wheelEvent(QWheelEvent* event) {
  const auto point = pointAt(event->position());
  if (!point || parts_->picture.empty()) return event->ignore();
  PlotRange range = parts_->range;
  const double up = event->angleDelta().y() / 120.0;
  const double along = event->angleDelta().x() / 120.0;
  const double factor = std::pow(kZoomStep, up);
  if (event->modifiers() & Qt::ControlModifier)
    range.keys = zoomedKeys(range, factor, pitchOf(point->hertz).value, parts_->extent);
  else if (event->modifiers() & Qt::ShiftModifier)
    range.seconds =
        moved(range.seconds, -up * kPanStep * range.seconds.size(), parts_->extent.seconds);
  else
    range.seconds = zoomedSeconds(range, factor, point->seconds, parts_->extent);
  // A tilted wheel or two fingers sideways.
  range.seconds =
      moved(range.seconds, -along * kPanStep * range.seconds.size(), parts_->extent.seconds);
  userRange(range);
  userCursor(pointAt(event->position()));
  event->accept();
}

void RainbowgramPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || parts_->picture.empty()) return event->ignore();
  if (!pointAt(event->position())) return;
  parts_->pressed = event->position();
  parts_->rangeWhenPressed = parts_->range;
  parts_->dragging = false;
}

void RainbowgramPlot::mouseMoveEvent(QMouseEvent* event) {
  const auto point = pointAt(event->position());
  if (parts_->pressed) {
    const QPointF way = event->position() - *parts_->pressed;
    if (way.manhattanLength() >= QApplication::startDragDistance()) parts_->dragging = true;
    if (parts_->dragging) {
      const QRectF box = parts_->canvas->axes();
      const PlotRange& start = parts_->rangeWhenPressed;
      setCursorShape(Qt::ClosedHandCursor);
      userRange(
          {moved(start.seconds, -way.x() / box.width() * start.seconds.size(),
                 parts_->extent.seconds),
           moved(start.keys, way.y() / box.height() * start.keys.size(), parts_->extent.keys)});
    }
  } else {
    setCursorShape(point && !parts_->picture.empty() ? Qt::CrossCursor : Qt::ArrowCursor);
  }
  if (!parts_->picture.empty()) userCursor(pointAt(event->position()));
}

void RainbowgramPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !parts_->pressed) return;
  const bool clicked = !parts_->dragging;
  parts_->pressed.reset();
  parts_->dragging = false;
  const auto point = pointAt(event->position());
  setCursorShape(point ? Qt::CrossCursor : Qt::ArrowCursor);
  if (clicked && point && !parts_->picture.empty()) emit pointClicked(point->seconds, point->hertz);
}

void RainbowgramPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && pointAt(event->position())) userRange(parts_->extent);
}

void RainbowgramPlot::leaveEvent(QEvent*) {
  if (!parts_->pressed) userCursor(std::nullopt);
}

void RainbowgramPlot::setCursorShape(Qt::CursorShape shape) {
  if (QWidget::cursor().shape() != shape) QWidget::setCursor(shape);
}

void RainbowgramPlot::keyPressEvent(QKeyEvent* event) {
  if (parts_->picture.empty()) return QWidget::keyPressEvent(event);
  const bool control = event->modifiers() & Qt::ControlModifier;
  const bool far = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoomByKey(kZoomStep, control);
    case Qt::Key_Minus:
      return zoomByKey(1 / kZoomStep, control);
    case Qt::Key_F:
      if (control) return QWidget::keyPressEvent(event);
      return userRange(parts_->extent);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (parts_->cursor) emit pointClicked(parts_->cursor->seconds, parts_->cursor->hertz);
      return;
    default:
      if (control || !moveByKey(event->key(), far)) QWidget::keyPressEvent(event);
  }
}

void RainbowgramPlot::zoomByKey(double factor, bool pitch) {
  PlotRange range = parts_->range;
  const double seconds = (range.seconds.from + range.seconds.to) / 2;
  const double key = (range.keys.from + range.keys.to) / 2;
  const auto& cursor = parts_->cursor;
  if (pitch)
    range.keys =
        zoomedKeys(range, factor, cursor ? pitchOf(cursor->hertz).value : key, parts_->extent);
  else
    range.seconds =
        zoomedSeconds(range, factor, cursor ? cursor->seconds : seconds, parts_->extent);
  userRange(range);
}

bool RainbowgramPlot::moveByKey(int key, bool far) {
  const auto& numbers = *parts_->picture.rainbowgram;
  const int cells = far ? kFarCells : 1;
  const double bin = 12.0 / numbers.binsPerOctave;
  switch (key) {
    case Qt::Key_Left:
      return stepCursor(-cells, 0), true;
    case Qt::Key_Right:
      return stepCursor(cells, 0), true;
    case Qt::Key_Up:
      return stepCursor(0, cells * bin), true;
    case Qt::Key_Down:
      return stepCursor(0, -cells * bin), true;
    case Qt::Key_PageUp:
      return stepCursor(0, 12), true;
    case Qt::Key_PageDown:
      return stepCursor(0, -12), true;
    case Qt::Key_Home:
      return stepCursor(-numbers.frames, 0), true;
    case Qt::Key_End:
      return stepCursor(numbers.frames, 0), true;
    default:
      return false;
  }
}

void RainbowgramPlot::stepCursor(int frames, double keys) {
  const auto& numbers = *parts_->picture.rainbowgram;
  PlotPoint at{(parts_->range.seconds.from + parts_->range.seconds.to) / 2,
               frequencyOf(MidiPitch((parts_->range.keys.from + parts_->range.keys.to) / 2))};
  if (parts_->cursor) at = *parts_->cursor;
  // From cell middle to cell middle, so that a step is always one other cell.
  const double frame = std::round(at.seconds * numbers.rate.hz / numbers.hop) + frames;
  const double bin =
      std::round(spectral::binOfFrequency(numbers, at.hertz) + keys * numbers.binsPerOctave / 12.0);
  const double lastFrame = numbers.frames - 1;
  const double lastBin = numbers.bins - 1;
  at = {numbers.secondsOf(std::clamp(frame, 0.0, lastFrame)),
        spectral::frequencyOfBin(numbers, std::clamp(bin, 0.0, lastBin))};
  bringIntoView(at);
  userCursor(at);
}

void RainbowgramPlot::bringIntoView(PlotPoint point) {
  PlotRange range = parts_->range;
  const double key = pitchOf(point.hertz).value;
  const auto missing = [](const Interval& seen, double at) {
    return at < seen.from ? at - seen.from : std::max(0.0, at - seen.to);
  };
  range.seconds =
      moved(range.seconds, missing(range.seconds, point.seconds), parts_->extent.seconds);
  range.keys = moved(range.keys, missing(range.keys, key), parts_->extent.keys);
  userRange(range);
}

}  // namespace timbre::ui
