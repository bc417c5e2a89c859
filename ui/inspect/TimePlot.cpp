#include "ui/inspect/TimePlot.h"

#include <qcustomplot.h>

#include <QKeyEvent>
#include <algorithm>
#include <cmath>

#include "ui/Theme.h"

namespace timbre::ui {
namespace {

constexpr double kNotch = 0.8;     // of the range, by one notch of the wheel
constexpr double kKeyStep = 0.01;  // of the range
}  // namespace

TimePlot::TimePlot(AppContext& bench, double smallest, QWidget* parent)
    : InspectPlot(parent),
      bench_(bench),
      smallest_(smallest),
      cursor_(addMark()),
      playhead_(addMark()) {
  plot().xAxis->setLabel(tr("Seconds"));
  TimePlot::applyAppearance();
  connectLink();
  showRange();
}

void TimePlot::connectLink() {
  connect(&bench_.link, &PlotLink::rangeMoved, this, &TimePlot::showRange);
  connect(&bench_.link, &PlotLink::cursorMoved, this, &TimePlot::showCursor);
  connect(&bench_.transport, &Transport::moved, this, &TimePlot::showPlayhead);
}

void TimePlot::setLength(double seconds) {
  length_ = std::max(seconds, smallest_);
  showRange();
}

void TimePlot::showRange() {
  const Interval& wanted = bench_.link.range().seconds;
  const double size = std::clamp(wanted.size(), smallest_, length_);
  const double from = std::clamp(wanted.from, 0.0, length_ - size);
  plot().xAxis->setRange(from, from + size);
  replot();
}

void TimePlot::showCursor() {
  const auto& point = bench_.link.cursor();
  putMark(*cursor_, point ? std::optional(point->seconds) : std::nullopt);
}

void TimePlot::showPlayhead(std::optional<double> seconds) {
  putMark(*playhead_, seconds);
}

void TimePlot::userRange(const Interval& seconds) {
  bench_.link.setSeconds(seconds);
}

void TimePlot::userCursor(std::optional<QPointF> place) {
  // Without a frequency: pictures show the moment alone.
  bench_.link.setCursor(place ? std::optional(PlotPoint{place->x(), 0}) : std::nullopt);
  emit pointed(place);
}

void TimePlot::applyAppearance() {
  InspectPlot::applyAppearance();
  const PlotColours colours = plotColours(palette());
  cursor_->setPen(QPen(colours.fadedText, 1, Qt::DashLine));
  playhead_->setPen(QPen(colours.focus, 2));
}

void TimePlot::wheelEvent(QWheelEvent* event) {
  const auto place = placeAt(event->position());
  if (!place) return event->ignore();
  const WheelTurn turn = turnOf(*event);
  const QCPRange now = plot().xAxis->range();
  const Interval range{now.lower, now.upper};
  if (turn.use == WheelTurn::Use::MoveTime || turn.along != 0) {
    userRange(moved(range, -(turn.up + turn.along) * 0.1 * range.size(), whole()));
  } else {
    userRange(zoomed(range, std::pow(kNotch, turn.up), place->x(), smallest_, whole()));
  }
  event->accept();
}

void TimePlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !placeAt(event->position())) return event->ignore();
  const QCPRange now = plot().xAxis->range();
  press_.press(event->position(), {{now.lower, now.upper}, bench_.link.range().keys}, false);
}

void TimePlot::mouseMoveEvent(QMouseEvent* event) {
  if (const auto way = press_.moveTo(event->position())) {
    const Interval& start = press_.rangeAtPress().seconds;
    const double width = std::max(plot().axisRect()->width(), 1);
    userRange(moved(start, -way->x() / width * start.size(), whole()));
  }
  userCursor(placeAt(event->position()));
}

void TimePlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !press_.pressed()) return;
  const auto place = placeAt(event->position());
  if (press_.release() && place) emit clicked(*place);
}

void TimePlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && placeAt(event->position())) userRange(whole());
}

void TimePlot::leaveEvent(QEvent*) {
  if (!press_.pressed()) userCursor(std::nullopt);
}

void TimePlot::keyPressEvent(QKeyEvent* event) {
  const QCPRange now = plot().xAxis->range();
  const Interval range{now.lower, now.upper};
  const auto& cursor = bench_.link.cursor();
  const double at = cursor ? cursor->seconds : (range.from + range.to) / 2;
  const double step = kKeyStep * range.size() * (event->modifiers() & Qt::ShiftModifier ? 10 : 1);
  const auto go = [&](double seconds) {
    userCursor(QPointF(std::clamp(seconds, 0.0, length_), plot().yAxis->range().center()));
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return go(at - step);
    case Qt::Key_Right:
      return go(at + step);
    case Qt::Key_Home:
      return go(0);
    case Qt::Key_End:
      return go(length_);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return userRange(zoomed(range, kNotch * kNotch, at, smallest_, whole()));
    case Qt::Key_Minus:
      return userRange(zoomed(range, 1 / (kNotch * kNotch), at, smallest_, whole()));
    case Qt::Key_F:
      if (event->modifiers() == Qt::NoModifier) return userRange(whole());
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace timbre::ui
