#include "ui/widgets/PlotMarkers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace timbre::ui {
namespace {

constexpr double kHead = 6;
constexpr double kFree = 7;  // about the crosshair's middle
constexpr double kLoopBar = 5;
constexpr float kDimmed = 0.4f;    // of the background over what does not sound
constexpr float kNotMade = 0.55f;  // and over an older picture where the new one is to come
constexpr float kHatching = 0.22f;

QColor withAlpha(QColor colour, float alpha) {
  colour.setAlphaF(alpha);
  return colour;
}

}  // namespace

PlotOverlay::PlotOverlay(QCPAxis* secondsAxis, QCPAxis* keyAxis, const QString& layer)
    : QCPLayerable(secondsAxis->parentPlot(), layer),
      secondsAxis_(secondsAxis),
      keyAxis_(keyAxis) {}

QRect PlotOverlay::clipRect() const {
  return secondsAxis_->axisRect()->rect();
}

void PlotOverlay::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(false);
}

double PlotOverlay::xOf(double seconds) const {
  return std::round(secondsAxis_->coordToPixel(seconds));
}

double PlotOverlay::yOf(double key) const {
  // Not by coordToPixel, which counts from the last row of pixels: the image does not.
  const QRectF box = clipRect();
  const QCPRange range = keyAxis_->range();
  return std::round(box.top() + (range.upper - key) / range.size() * box.height());
}

void Marker::draw(QCPPainter* painter) {
  if (!seconds) return;
  if (key)
    drawCross(painter, {xOf(*seconds), yOf(*key)});
  else
    drawPlayhead(painter, xOf(*seconds));
}

void Marker::drawCross(QCPPainter* painter, QPointF at) const {
  const QRectF box = clipRect();
  const std::array arms{QLineF(box.left(), at.y(), at.x() - kFree, at.y()),
                        QLineF(at.x() + kFree, at.y(), box.right(), at.y()),
                        QLineF(at.x(), box.top(), at.x(), at.y() - kFree),
                        QLineF(at.x(), at.y() + kFree, at.x(), box.bottom())};
  for (const QPen& pen : {QPen(halo, 3), QPen(withAlpha(tone, 0.8f), 1)}) {
    painter->setPen(pen);
    painter->drawLines(arms.data(), static_cast<int>(arms.size()));
  }
}

void Marker::drawPlayhead(QCPPainter* painter, double x) const {
  const QRectF box = clipRect();
  const std::array head{QPointF(x - kHead, box.top()), QPointF(x + kHead, box.top()),
                        QPointF(x, box.top() + 1.5 * kHead)};
  for (const QPen& pen : {QPen(halo, 4), QPen(tone, 2)}) {
    painter->setPen(pen);
    painter->drawLine(QLineF(x, box.top(), x, box.bottom()));
  }
  painter->setAntialiasing(true);
  painter->setPen(QPen(halo, 1));
  painter->setBrush(tone);
  painter->drawPolygon(head.data(), static_cast<int>(head.size()));
}

void CueMarker::draw(QCPPainter* painter) {
  const QRectF box = clipRect();
  if (loop) {
    const double from = xOf(loop->from), to = xOf(loop->to);
    for (const QPen& pen : {QPen(halo, 3), QPen(tone, 1)}) {
      painter->setPen(pen);
      painter->drawLine(QLineF(from, box.top(), from, box.bottom()));
      painter->drawLine(QLineF(to, box.top(), to, box.bottom()));
    }
    const QRectF bar(from, box.bottom() - kLoopBar, to - from, kLoopBar);
    painter->setPen(QPen(halo, 1));
    painter->setBrush(tone);
    painter->drawRect(bar);
  }
  if (start <= 0) return;
  const double x = xOf(start);
  painter->setPen(QPen(halo, 3));
  painter->drawLine(QLineF(x, box.bottom() - 4 * kHead, x, box.bottom()));
  painter->setPen(QPen(tone, 1));
  painter->drawLine(QLineF(x, box.bottom() - 4 * kHead, x, box.bottom()));
  const std::array flag{QPointF(x, box.bottom() - 2 * kHead), QPointF(x, box.bottom()),
                        QPointF(x + 1.5 * kHead, box.bottom() - kHead)};
  painter->setAntialiasing(true);
  painter->setPen(QPen(halo, 1));
  painter->setBrush(tone);
  painter->drawPolygon(flag.data(), static_cast<int>(flag.size()));
}

void Veil::draw(QCPPainter* painter) {
  QRectF box = QRectF(clipRect()).adjusted(0, 0, 1, 1);
  painter->setPen(Qt::NoPen);
  if (dimmed) {
    painter->setBrush(withAlpha(background, kDimmed));
    painter->drawRect(box);
  }
  if (!madeUntil) return;
  box.setLeft(std::max(box.left(), xOf(*madeUntil)));
  if (box.width() <= 0) return;
  painter->setBrush(withAlpha(halo, kNotMade));
  painter->drawRect(box);
  painter->setBrush(QBrush(withAlpha(tone, kHatching), Qt::BDiagPattern));
  painter->drawRect(box);
}

}  // namespace timbre::ui
