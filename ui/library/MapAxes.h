/// The two axes of the map: titles, ticks and lines.
#pragma once

#include <QPainter>
#include <QPalette>
#include <QString>
#include <QTransform>
#include <vector>

#include "similarity/NoteFeatures.h"

namespace timbre::ui {

/// The quantity on an axis.
enum class MapAxis { Pitch, Brightness, Attack, Level };

/// Where a note lies along the axis: MIDI for pitch, octaves for brightness (of Hz) and attack (of
/// seconds), dB for level.
float placeOnAxis(const similarity::Aspects& aspects, MapAxis axis);

/// "Pitch", "Brightness (Hz)", ...
QString titleOf(MapAxis axis);

struct MapTick {
  double at = 0;  ///< as placeOnAxis()
  QString label;
};
/// Round values between the two places, rising; low < high.
std::vector<MapTick> ticksOf(MapAxis axis, double low, double high);

struct MapPlane {
  MapAxis x, y;
};

/// `view`: from places to pixels, without rotation. Lines behind the dots, labels at the left and
/// the lower edge of the size.
void drawMapAxes(QPainter& painter, const QTransform& view, QSize size, MapPlane axes,
                 const QPalette& palette);

}  // namespace timbre::ui
