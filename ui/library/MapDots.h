/// The dots of the map as a picture: 300,000 of them in some milliseconds.
#pragma once

#include <QImage>
#include <QPalette>
#include <QTransform>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "similarity/Pca.h"

namespace timbre::ui {

/// What the dots' colours stand for.
enum class MapColour { Family, Source, Pitch, Velocity };
struct DotLook {
  QRgb colour = 0;
  std::int8_t family = -1;  ///< its mark, where there is room for marks
};
/// By index into the library. Any thread; 300,000 notes: some 0.1 s.
std::vector<DotLook> dotLooks(const dataset::NoteLibrary& library, MapColour by);

/// By index into the library; all of one length.
struct MapDots {
  const std::vector<similarity::Point2>& points;
  const std::vector<char>& placed;  ///< whether they have a point
  const std::vector<char>& found;   ///< by the query: the others are grey and lie below
  const std::vector<DotLook>& looks;
};

/// Up to 3,000 dots bear the marks of their families, more are squares. `view`: from the points'
/// units to device-independent pixels, without rotation. Of this size in those, with `ratio` device
/// pixels each.
QImage dotPicture(const MapDots& dots, const QTransform& view, QSize size, double ratio,
                  const QPalette& palette);

}  // namespace timbre::ui
