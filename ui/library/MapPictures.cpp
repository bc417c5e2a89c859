#include "ui/library/MapPictures.h"

#include <QLineF>
#include <algorithm>

namespace timbre::ui {
namespace {

constexpr double kScale = 0.75;    // of a thumbnail
constexpr int kMost = 60;          // pictures
constexpr double kCovered = 0.5;   // of the map, at most
constexpr double kPictureGap = 3;  // px between two pictures
constexpr double kDotRadius = 5;   // px, radius

}  // namespace

QRectF MapPictures::boxOf(int note, const MapPlaces& places) {
  const auto place = places.of(note);
  if (!place) return {};
  QRectF box(QPointF(), QSizeF(kThumbnail) * kScale);
  box.moveCenter(*place);
  return box;
}

bool MapPictures::paint(QPainter& painter, const MapPlaces& places,
                        const std::vector<DotLook>& looks, QSize size) {
  painted_.clear();
  dots_.clear();
  thumbnails_.setPixelRatio(painter.device()->devicePixelRatioF());
  const QSizeF one = QSizeF(kThumbnail) * kScale;
  const double room = kCovered * size.width() * size.height() / (one.width() * one.height());
  const auto most = static_cast<std::size_t>(std::min<double>(kMost, room));
  const std::vector<int> inView = places.inside(QRectF(QPointF(), size), most + 1);
  if (inView.size() > most) return true;
  const auto colourOf = [&](int note) { return looks[static_cast<std::size_t>(note)].colour; };
  std::vector<int> apart;
  for (const int note : inView) {
    const QRectF box =
        boxOf(note, places).adjusted(-kPictureGap, -kPictureGap, kPictureGap, kPictureGap);
    const auto covers = [&](int other) { return box.intersects(boxOf(other, places)); };
    (std::ranges::any_of(apart, covers) ? dots_ : apart).push_back(note);
  }
  for (const int note : apart) {
    const QImage picture = thumbnails_.find(note);
    if (picture.isNull()) continue;
    const QRectF box = boxOf(note, places);
    painter.setBrush(Qt::NoBrush);
    painter.drawImage(box, picture);
    painter.setPen(QPen(QColor(colourOf(note)), 2));
    painter.drawRect(box);
    painted_.push_back(note);
  }
  for (const int note : dots_) paintDot(painter, *places.of(note), colourOf(note));
  painter.setBrush(Qt::NoBrush);
  thumbnails_.want(apart);
  return !inView.empty();
}

/// Seen on black and on white.
void MapPictures::paintDot(QPainter& painter, QPointF place, QRgb colour) {
  painter.setPen(QPen(Qt::black, 3));
  painter.drawEllipse(place, kDotRadius, kDotRadius);
  painter.setPen(QPen(Qt::white, 1.5));
  painter.setBrush(QColor(colour));
  painter.drawEllipse(place, kDotRadius, kDotRadius);
}

int MapPictures::at(QPointF pixel, const MapPlaces& places) const {
  const auto near = std::ranges::find_if(dots_, [&](int note) {
    const auto place = places.of(note);
    return place && QLineF(*place, pixel).length() < kDotRadius + 2;
  });
  if (near != dots_.end()) return *near;
  const auto hit = std::find_if(painted_.rbegin(), painted_.rend(),
                                [&](int note) { return boxOf(note, places).contains(pixel); });
  return hit == painted_.rend() ? -1 : *hit;
}

}  // namespace timbre::ui
