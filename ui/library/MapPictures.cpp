#include "ui/library/MapPictures.h"

#include <algorithm>

namespace timbre::ui {
namespace {

constexpr double kScale = 0.75;   // of a thumbnail
constexpr int kMost = 60;         // pictures
constexpr double kCovered = 0.5;  // of the map, at most

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
  const QSizeF one = QSizeF(kThumbnail) * kScale;
  const double room = kCovered * size.width() * size.height() / (one.width() * one.height());
  const auto most = static_cast<std::size_t>(std::min<double>(kMost, room));
  const std::vector<int> inView = places.inside(QRectF(QPointF(), size), most + 1);
  if (inView.size() > most) return true;
  for (const int note : inView) {
    const QImage picture = thumbnails_.find(note);
    if (picture.isNull()) continue;
    const QRectF box = boxOf(note, places);
    painter.drawImage(box, picture);
    painter.setPen(QPen(QColor(looks[static_cast<std::size_t>(note)].colour), 2));
    painter.drawRect(box);
    painted_.push_back(note);
  }
  thumbnails_.want(inView);
  return !inView.empty();
}

int MapPictures::at(QPointF pixel, const MapPlaces& places) const {
  const auto hit = std::find_if(painted_.rbegin(), painted_.rend(),
                                [&](int note) { return boxOf(note, places).contains(pixel); });
  return hit == painted_.rend() ? -1 : *hit;
}

}  // namespace timbre::ui
