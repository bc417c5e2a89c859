#include "ui/library/MapDots.h"

#include <QColor>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/FamilyColours.h"

namespace timbre::ui {
namespace {

constexpr std::size_t kMarked = 3000;  // dots that there is room for marks for

/// Of the dots that are only context: faint, but seen in every theme.
QColor contextColour(const QPalette& palette) {
  constexpr float kFaint = 0.35f;
  const QColor text = palette.color(QPalette::Text), base = palette.color(QPalette::Base);
  const auto mixed = [](float a, float b) { return kFaint * a + (1 - kFaint) * b; };
  return QColor::fromRgbF(mixed(text.redF(), base.redF()), mixed(text.greenF(), base.greenF()),
                          mixed(text.blueF(), base.blueF()));
}

/// From blue over grey to yellow: distinct to everybody.
QRgb onScale(double t) {
  t = std::clamp(t, 0.0, 1.0);
  const std::array<QColor, 3> ends{QColor(52, 99, 180), QColor(150, 150, 150),
                                   QColor(232, 190, 48)};
  const double place = t * 2;
  const auto low = static_cast<std::size_t>(std::min(1.0, std::floor(place)));
  const double part = place - static_cast<double>(low);
  const auto mix = [&](int a, int b) { return static_cast<int>(a + (b - a) * part); };
  const QColor &a = ends[low], &b = ends[low + 1];
  return qRgb(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

/// A square of `size` pixels with its middle at (x, y), as far as it lies in the picture.
void dot(QImage& picture, int x, int y, int size, QRgb colour) {
  for (int py = std::max(0, y - size / 2); py < std::min(picture.height(), y - size / 2 + size);
       ++py) {
    auto* line = reinterpret_cast<QRgb*>(picture.scanLine(py));
    const int from = std::max(0, x - size / 2), to = std::min(picture.width(), x - size / 2 + size);
    for (int px = from; px < to; ++px) line[px] = colour;
  }
}

/// Before them the grey ones, so that what is found lies on top.
template <class Draw>
void eachDot(const MapDots& dots, std::size_t all, const QTransform& place, const Draw& draw) {
  for (const bool found : {false, true})
    for (std::size_t i = 0; i < all; ++i)
      if (dots.placed[i] && (dots.found[i] != 0) == found)
        draw(i, place.map(QPointF(dots.points[i].x, dots.points[i].y)));
}

void drawSquares(QImage& picture, const MapDots& dots, std::size_t all, const QTransform& place,
                 const QPalette& palette) {
  const double usual = all > 20000 ? 2 : 4;
  const int whole = std::max(2, static_cast<int>(usual * picture.devicePixelRatio()));
  const int small = std::max(2, whole / 2);
  const QRgb grey = contextColour(palette).rgb();
  const QRectF seen = QRectF(picture.rect()).adjusted(-whole, -whole, whole, whole);
  eachDot(dots, all, place, [&](std::size_t i, QPointF at) {
    if (!seen.contains(at)) return;
    const bool found = dots.found[i];
    dot(picture, static_cast<int>(at.x()), static_cast<int>(at.y()), found ? whole : small,
        found ? dots.looks[i].colour : grey);
  });
}

void drawMarks(QImage& picture, const MapDots& dots, const QTransform& place,
               const QPalette& palette) {
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  const std::size_t all =
      std::min({dots.points.size(), dots.found.size(), dots.looks.size(), dots.placed.size()});
  std::vector<QPainterPath> marks;
  // The fewer there are, the larger.
  const double room = picture.width() * picture.height() / std::pow(picture.devicePixelRatio(), 2);
  const double radius =
      std::clamp(0.25 * std::sqrt(room / static_cast<double>(std::max<std::size_t>(all, 1))), 4.0,
                 7.0);  // px
  const double faint = radius / 2;
  for (int family = 0; family < static_cast<int>(dataset::kFamilies.size()); ++family)
    marks.push_back(QTransform::fromScale(radius, radius).map(familyMark(family)));
  const QColor ground = palette.color(QPalette::Base), grey = contextColour(palette);
  eachDot(dots, all, place, [&](std::size_t i, QPointF at) {
    if (!dots.found[i]) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(grey);
      return painter.drawEllipse(at, faint, faint);
    }
    painter.setPen(QPen(ground, 1));  // dots that overlap stay apart
    painter.setBrush(QColor(dots.looks[i].colour));
    const int family = dots.looks[i].family;  // NOLINT(bugprone-signed-char-misuse): a number
    if (family < 0) return painter.drawEllipse(at, radius, radius);
    painter.drawPath(marks[static_cast<std::size_t>(family)].translated(at));
  });
}

}  // namespace

std::vector<DotLook> dotLooks(const dataset::NoteLibrary& library, MapColour by) {
  std::vector<DotLook> looks(static_cast<std::size_t>(library.size()),
                             {familyColour(-1).rgb(), std::int8_t{-1}});
  // A query for each value: fetching every note would take far longer.
  dataset::NoteQuery query;
  const auto eachOf = [&](auto& field, const auto& change) {
    for (std::size_t value = 0; value < field.size(); ++value) {
      field.reset();
      field.set(value);
      for (const int note : library.select(query))
        change(looks[static_cast<std::size_t>(note)], static_cast<int>(value));
    }
    field.reset();
  };
  eachOf(query.families, [](DotLook& look, int family) {
    look = {familyColour(family).rgb(), static_cast<std::int8_t>(family)};
  });
  if (by == MapColour::Source)
    eachOf(query.sources, [](DotLook& look, int v) { look.colour = onScale(v / 2.0); });
  if (by == MapColour::Pitch)
    eachOf(query.pitches, [](DotLook& look, int v) { look.colour = onScale((v - 24) / 84.0); });
  if (by == MapColour::Velocity)
    eachOf(query.velocities, [](DotLook& look, int v) { look.colour = onScale(v / 127.0); });
  return looks;
}

QImage dotPicture(const MapDots& dots, const QTransform& view, QSize size, double ratio,
                  const QPalette& palette) {
  QImage picture(size * ratio, QImage::Format_RGB32);
  picture.setDevicePixelRatio(ratio);
  picture.fill(palette.color(QPalette::Base));
  const std::size_t all =
      std::min({dots.points.size(), dots.found.size(), dots.looks.size(), dots.placed.size()});
  if (all <= kMarked)
    drawMarks(picture, dots, view, palette);
  else
    drawSquares(picture, dots, all, view * QTransform::fromScale(ratio, ratio), palette);
  return picture;
}

}  // namespace timbre::ui
