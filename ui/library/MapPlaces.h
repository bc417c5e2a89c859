/// Finds notes on the visible map: under the pointer, beside a note, within a lasso.
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <optional>
#include <vector>

#include "ui/library/MapFrame.h"
#include "ui/library/MapLayout.h"

namespace timbre::ui {

/// Looks only at the notes that the query finds; 1 ms for 300,000. Keeps references to its
/// arguments. GUI thread.
class MapPlaces {
 public:
  /// `found`: by index into the library.
  MapPlaces(const MapLayout& layout, const MapFrame& frame, const std::vector<char>& found)
      : layout_(layout), frame_(frame), found_(found) {}

  /// In pixels; nothing while the note has no place. Also of notes that are not found.
  std::optional<QPointF> of(int note) const;
  /// The nearest note within `reach` pixels; -1: none.
  int nearest(QPointF pixel, double reach) const;
  /// The nearest that lies more in this direction (of length 1) from the note than beside it; the
  /// first where the note has no place; -1: none.
  int towards(int from, QPointF direction) const;
  /// No more than `most`.
  std::vector<int> inside(const QRectF& box, std::size_t most) const;
  /// To the pixel.
  std::vector<int> within(const QPolygonF& lasso) const;

 private:
  std::optional<QPointF> ofFound(std::size_t note) const;

  const MapLayout& layout_;
  const MapFrame& frame_;
  const std::vector<char>& found_;
};

}  // namespace timbre::ui
