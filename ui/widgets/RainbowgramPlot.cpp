#include "ui/widgets/RainbowgramPlot.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <algorithm>

#include "spectral/PictureText.h"
#include "ui/widgets/PlotAccessible.h"
#include "ui/widgets/PlotCanvas.h"

namespace timbre::ui {
namespace {

double keyOf(PlotPoint point) {
  return pitchOf(std::max(point.hertz, 1e-3)).value;
}

}  // namespace

RainbowgramPlot::RainbowgramPlot(QWidget* parent)
    : PlotPane(parent), box_(new QRubberBand(QRubberBand::Rectangle, this)) {
  installPlotAccessibility();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  canvas().setRange(range());
}

void RainbowgramPlot::pictureChanged() {
  if (picture().empty()) return canvas().setCursor(std::nullopt, std::nullopt);
  if (cursor()) canvas().setCursor(cursor()->seconds, keyOf(*cursor()));
  const PlotRange extent = extentOf(*picture().rainbowgram);
  if (extent == navigator_.extent()) return;
  navigator_.setExtent(extent);
  canvas().setRange(range());
}

void RainbowgramPlot::setRange(const PlotRange& range) {
  navigator_.setRange(range);
  canvas().setRange(navigator_.range());
}

void RainbowgramPlot::setCursor(std::optional<PlotPoint> point) {
  if (point == cursor()) return;
  navigator_.setCursor(point);
  if (point && !picture().empty())
    canvas().setCursor(point->seconds, keyOf(*point));
  else
    canvas().setCursor(std::nullopt, std::nullopt);
}

std::optional<CellReadout> RainbowgramPlot::readoutAt(PlotPoint point) const {
  const Picture& shown = picture();
  if (shown.empty() || (shown.madeUntil && point.seconds > *shown.madeUntil)) return std::nullopt;
  return ui::readoutAt(*picture().rainbowgram, point);
}

QPointF RainbowgramPlot::pixelOf(PlotPoint point) const {
  return canvas().pixelOf(point.seconds, keyOf(point)) + canvas().pos();
}

std::optional<PlotPoint> RainbowgramPlot::pointAt(QPointF pixel) const {
  const QPointF inside = pixel - canvas().pos();
  if (!QRectF(canvas().axes()).contains(inside)) return std::nullopt;
  const MidiPitch key(canvas().keyAt(inside.y()));
  return PlotPoint{canvas().secondsAt(inside.x()), frequencyOf(key)};
}

QString RainbowgramPlot::spokenState() const {
  if (picture().empty()) return message();
  if (cursor())
    if (const auto cell = readoutAt(*cursor())) return spokenReadout(*cell, a4());
  return QString::fromStdString(spectral::describe(*picture().rainbowgram, a4()));
}

void RainbowgramPlot::userRange(const PlotRange& wanted) {
  const PlotRange before = range();
  setRange(wanted);
  if (range() != before) emit rangeMoved(range());
}

void RainbowgramPlot::userCursor(std::optional<PlotPoint> point) {
  if (point == cursor()) return;
  setCursor(point);
  emit cursorMoved(point ? readoutAt(*point) : std::nullopt);
  tellAccessibility(*this);
}

void RainbowgramPlot::wheelEvent(QWheelEvent* event) {
  const auto point = pointAt(event->position());
  if (!point || picture().empty()) return event->ignore();
  userRange(navigator_.turned(*point, turnOf(*event)));
  userCursor(pointAt(event->position()));
  event->accept();
}

void RainbowgramPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || picture().empty()) return event->ignore();
  if (!pointAt(event->position())) return;
  if (event->modifiers() & Qt::ControlModifier) {
    boxFrom_ = event->position();
    return;
  }
  press_.press(event->position(), range(), event->modifiers() & Qt::ShiftModifier);
}

void RainbowgramPlot::mouseMoveEvent(QMouseEvent* event) {
  const auto point = pointAt(event->position());
  if (dragBox(event->position())) return userCursor(point);
  const auto way = press_.moveTo(event->position());
  if (way && press_.marks()) {
    setCursorShape(Qt::SizeHorCursor);
    mark(secondsWithin(event->position().x() - way->x()), secondsWithin(event->position().x()),
         false);
  } else if (way) {
    const QRectF box = canvas().axes();
    setCursorShape(Qt::ClosedHandCursor);
    userRange(
        navigator_.dragged(press_.rangeAtPress(), way->x() / box.width(), way->y() / box.height()));
  } else if (!press_.pressed()) {
    setCursorShape(point && !picture().empty() ? Qt::CrossCursor : Qt::ArrowCursor);
  }
  if (!picture().empty()) userCursor(pointAt(event->position()));
}

void RainbowgramPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || endBox(event->position()) || !press_.pressed()) return;
  const bool clicked = press_.release();
  if (!clicked && press_.marks())
    mark(secondsWithin(press_.pressedAt().x()), secondsWithin(event->position().x()), true);
  const auto point = pointAt(event->position());
  setCursorShape(point ? Qt::CrossCursor : Qt::ArrowCursor);
  if (clicked && point && !picture().empty()) emit pointClicked(point->seconds, point->hertz);
}

bool RainbowgramPlot::dragBox(QPointF to) {
  if (!boxFrom_) return false;
  const QRectF drawn = QRectF(*boxFrom_, to).normalized();
  const QRectF axes = QRectF(canvas().axes()).translated(canvas().pos());
  box_->setGeometry(drawn.intersected(axes).toRect());
  box_->setVisible(std::max(drawn.width(), drawn.height()) > QApplication::startDragDistance());
  return true;
}

bool RainbowgramPlot::endBox(QPointF to) {
  if (!boxFrom_) return false;
  const auto from = pointAt(*boxFrom_);
  const QRectF axes = QRectF(canvas().axes()).translated(canvas().pos());
  const bool dragged = box_->isVisible();
  boxFrom_.reset();
  box_->hide();
  // What was drawn beyond the axes ends at them.
  const QPointF inside(std::clamp(to.x(), axes.left(), axes.right() - 1),
                       std::clamp(to.y(), axes.top(), axes.bottom() - 1));
  const auto end = pointAt(inside);
  if (!from || !end || picture().empty()) return true;
  if (dragged) {
    emit boxAsked(*from, *end);
  } else {
    emit lineAsked(*from);
  }
  return true;
}

void RainbowgramPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && pointAt(event->position())) userRange(extent());
}

void RainbowgramPlot::leaveEvent(QEvent*) {
  if (!press_.pressed()) userCursor(std::nullopt);
}

/// Too short a part is none.
void RainbowgramPlot::mark(double from, double to, bool done) {
  const Interval part{std::min(from, to), std::max(from, to)};
  if (part.size() >= kSmallestSeconds) emit partMarked(part, done);
}

double RainbowgramPlot::secondsWithin(double x) const {
  const double seconds = canvas().secondsAt(x - canvas().pos().x());
  return std::clamp(seconds, range().seconds.from, range().seconds.to);
}

void RainbowgramPlot::setCursorShape(Qt::CursorShape shape) {
  if (QWidget::cursor().shape() != shape) QWidget::setCursor(shape);
}

void RainbowgramPlot::keyPressEvent(QKeyEvent* event) {
  if (picture().empty()) return QWidget::keyPressEvent(event);
  const bool control = event->modifiers() & Qt::ControlModifier;
  const bool far = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return userRange(navigator_.zoomedByKey(true, control));
    case Qt::Key_Minus:
      return userRange(navigator_.zoomedByKey(false, control));
    case Qt::Key_F:
      if (control) return QWidget::keyPressEvent(event);
      return userRange(extent());
    case Qt::Key_H:
      if (!cursor() || control) return QWidget::keyPressEvent(event);
      return emit lineAsked(*cursor());
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (cursor() && far)
        mark(cueStart(), cursor()->seconds, true);
      else if (cursor())
        emit pointClicked(cursor()->seconds, cursor()->hertz);
      return;
    default:
      if (control || !moveByKey(event->key(), far)) QWidget::keyPressEvent(event);
  }
}

bool RainbowgramPlot::moveByKey(int key, bool far) {
  const auto step = stepOf(key);
  if (!step) return false;
  const PlotPoint at = navigator_.stepped(*picture().rainbowgram, *step, far);
  userRange(navigator_.showing(at));
  userCursor(at);
  return true;
}

}  // namespace timbre::ui
