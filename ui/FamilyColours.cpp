#include "ui/FamilyColours.h"

#include <QTransform>

#include <array>
#include <cmath>
#include <numbers>

namespace timbre::ui {
namespace {

enum class Shape {
  Circle,
  Square,
  Diamond,
  Up,
  Down,
  Left,
  Right,
  Bar,
  Star,
  Cross,
  Plus,
};

struct Look {
  QRgb colour;
  Shape shape;
};
/// Found by search: the least distance of two, seen with the four kinds of eyes, was made as large
/// as it gets while the luminance stays between 0.125 and 0.3.
constexpr std::array kLooks{
    Look{0x0575c4, Shape::Square},   // bass
    Look{0xca8402, Shape::Up},       // brass
    Look{0x04a38c, Shape::Circle},   // flute
    Look{0xd5050c, Shape::Diamond},  // guitar
    Look{0x885470, Shape::Plus},     // keyboard
    Look{0x1c731d, Shape::Cross},    // mallet
    Look{0x8900ff, Shape::Bar},      // organ
    Look{0xff577e, Shape::Right},    // reed
    Look{0x958dcd, Shape::Down},     // string
    Look{0xc060ff, Shape::Star},     // synth lead
    Look{0xcc08aa, Shape::Left},     // vocal
};

/// A polygon with its first corner at `turn`, clockwise from the top, in degrees. `inner` < 1: a
/// star.
QPainterPath polygon(int corners, double radius, double turn, double inner = 1) {
  QPainterPath path;
  const int points = inner < 1 ? 2 * corners : corners;
  for (int i = 0; i < points; ++i) {
    const double angle = (turn + 360.0 * i / points - 90) * std::numbers::pi / 180;
    const double r = radius * (i % 2 == 1 ? inner : 1);
    const QPointF at(r * std::cos(angle), r * std::sin(angle));
    i == 0 ? path.moveTo(at) : path.lineTo(at);
  }
  path.closeSubpath();
  return path;
}

QPainterPath bar(double halfWidth, double halfHeight) {
  QPainterPath path;
  path.addRect(QRectF(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight));
  return path;
}

QPainterPath plus(double turn) {
  constexpr double kLong = 1.1, kThin = 0.38;
  return QTransform().rotate(turn).map(bar(kLong, kThin).united(bar(kThin, kLong)));
}

QPainterPath pathOf(Shape shape) {
  switch (shape) {
    case Shape::Square:
      return polygon(4, 1.25, 45);
    case Shape::Diamond:
      return polygon(4, 1.25, 0);
    case Shape::Up:
      return polygon(3, 1.35, 0);
    case Shape::Right:
      return polygon(3, 1.35, 90);
    case Shape::Down:
      return polygon(3, 1.35, 180);
    case Shape::Left:
      return polygon(3, 1.35, 270);
    case Shape::Bar:
      return bar(1.6, 0.5);
    case Shape::Star:
      return polygon(5, 1.4, 0, 0.45);
    case Shape::Cross:
      return plus(45);
    case Shape::Plus:
      return plus(0);
    case Shape::Circle:
      break;
  }
  QPainterPath circle;
  circle.addEllipse(QPointF(), 1, 1);
  return circle;
}

bool isFamily(int family) {
  return family >= 0 && family < static_cast<int>(kLooks.size());
}

}  // namespace

QColor familyColour(int family) {
  return isFamily(family) ? QColor(kLooks[static_cast<std::size_t>(family)].colour)
                          : QColor(0x80, 0x80, 0x80);
}

QPainterPath familyMark(int family) {
  return pathOf(isFamily(family) ? kLooks[static_cast<std::size_t>(family)].shape : Shape::Circle);
}

}  // namespace timbre::ui
