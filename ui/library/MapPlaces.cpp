#include "ui/library/MapPlaces.h"

#include <QImage>
#include <QPainter>
#include <cmath>
#include <limits>

namespace timbre::ui {
namespace {

constexpr int kLargest = 20000;  // px, of a lasso

}  // namespace

std::optional<QPointF> MapPlaces::of(int note) const {
  if (!layout_.placed(note)) return {};
  const auto& point = layout_.points()[static_cast<std::size_t>(note)];
  return frame_.pixelOf(QPointF(point.x, point.y));
}

std::optional<QPointF> MapPlaces::ofFound(std::size_t note) const {
  return found_[note] ? of(static_cast<int>(note)) : std::nullopt;
}

int MapPlaces::nearest(QPointF pixel, double reach) const {
  int found = -1;
  double least = reach * reach;
  for (std::size_t note = 0; note < found_.size(); ++note) {
    const auto place = ofFound(note);
    if (!place) continue;
    const QPointF apart = *place - pixel;
    const double distance = QPointF::dotProduct(apart, apart);
    if (distance < least) least = distance, found = static_cast<int>(note);
  }
  return found;
}

int MapPlaces::towards(int from, QPointF direction) const {
  const auto here = of(from);
  int found = -1;
  double least = std::numeric_limits<double>::max();
  for (std::size_t note = 0; note < found_.size(); ++note) {
    const auto place = static_cast<int>(note) == from ? std::nullopt : ofFound(note);
    if (!place) continue;
    if (!here) return static_cast<int>(note);
    const QPointF apart = *place - *here;
    const double along = QPointF::dotProduct(apart, direction);
    const double distance = QPointF::dotProduct(apart, apart);
    if (along > 0 && along * along >= distance / 2 && distance < least)
      least = distance, found = static_cast<int>(note);
  }
  return found;
}

std::vector<int> MapPlaces::inside(const QRectF& box, std::size_t most) const {
  std::vector<int> notes;
  for (std::size_t note = 0; note < found_.size() && notes.size() < most; ++note)
    if (const auto place = ofFound(note); place && box.contains(*place))
      notes.push_back(static_cast<int>(note));
  return notes;
}

/// Painted once and looked up, since a lasso drawn by hand has hundreds of corners.
std::vector<int> MapPlaces::within(const QPolygonF& lasso) const {
  const QRect box = lasso.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1);
  if (lasso.size() < 3 || box.width() > kLargest || box.height() > kLargest) return {};
  QImage mask(box.size(), QImage::Format_Alpha8);
  mask.fill(Qt::transparent);
  {
    QPainter painter(&mask);
    painter.translate(-box.topLeft());
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawPolygon(lasso, Qt::OddEvenFill);
  }
  std::vector<int> inside;
  for (std::size_t note = 0; note < found_.size(); ++note) {
    const auto place = ofFound(note);
    if (!place) continue;
    const QPoint pixel(static_cast<int>(std::floor(place->x())) - box.left(),
                       static_cast<int>(std::floor(place->y())) - box.top());
    if (mask.rect().contains(pixel) && mask.constScanLine(pixel.y())[pixel.x()] != 0)
      inside.push_back(static_cast<int>(note));
  }
  return inside;
}

}  // namespace timbre::ui
