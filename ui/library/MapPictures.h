/// The notes of the map as thumbnails, where few are in view.
#pragma once

#include <QPainter>
#include <vector>

#include "ui/library/MapDots.h"
#include "ui/library/MapPlaces.h"
#include "ui/library/Thumbnails.h"

namespace timbre::ui {

/// GUI thread.
class MapPictures {
 public:
  explicit MapPictures(Thumbnails& thumbnails) : thumbnails_(thumbnails) {}

  /// Those that are found and lie within `size`, if they are few and leave half of it free; framed
  /// in their colours. None covers another: what would is a dot. Asks for thumbnails that are not
  /// made yet. False where no found note is in view.
  bool paint(QPainter& painter, const MapPlaces& places, const std::vector<DotLook>& looks,
             QSize size);
  /// The picture or dot that was painted there; -1: none.
  int at(QPointF pixel, const MapPlaces& places) const;

 private:
  static QRectF boxOf(int note, const MapPlaces& places);
  static void paintDot(QPainter& painter, QPointF place, QRgb colour);

  Thumbnails& thumbnails_;
  std::vector<int> painted_;
  std::vector<int> dots_;  // on or between the pictures
};

}  // namespace timbre::ui
