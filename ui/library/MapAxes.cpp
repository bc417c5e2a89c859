#include "ui/library/MapAxes.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <algorithm>
#include <cmath>

#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr double kApart = 44;  // px between two labels, at least

/// 500, 1k, 4k: powers of two of a round value.
QString hertz(double value) {
  return value < 1000 ? QString::number(qRound(value))
                      : QStringLiteral("%1k").arg(value / 1000, 0, 'g', 2);
}

/// Every `step` from a multiple of it on.
template <class Label>
std::vector<MapTick> everyStep(double low, double high, double step, double first,
                               const Label& label) {
  std::vector<MapTick> ticks;
  for (double at = first + std::ceil((low - first) / step) * step; at <= high; at += step)
    ticks.push_back({at, label(at)});
  return ticks;
}

/// Left out where they would touch.
std::vector<MapTick> thinned(std::vector<MapTick> ticks, double pixelsPerUnit) {
  std::vector<MapTick> kept;
  for (MapTick& tick : ticks)
    if (kept.empty() || (tick.at - kept.back().at) * pixelsPerUnit >= kApart)
      kept.push_back(std::move(tick));
  return kept;
}

}  // namespace

float placeOnAxis(const similarity::Aspects& aspects, MapAxis axis) {
  switch (axis) {
    case MapAxis::Pitch:
      return aspects.pitch;
    case MapAxis::Brightness:
      return std::log2(std::max(aspects.brightness, 20.0f));
    case MapAxis::Attack:
      return std::log2(std::max(aspects.attack, 0.001f));
    case MapAxis::Level:
      break;
  }
  return aspects.level;
}

QString titleOf(MapAxis axis) {
  switch (axis) {
    case MapAxis::Pitch:
      return QCoreApplication::translate("MapAxes", "Pitch");
    case MapAxis::Brightness:
      return QCoreApplication::translate("MapAxes", "Brightness (Hz)");
    case MapAxis::Attack:
      return QCoreApplication::translate("MapAxes", "Attack (ms)");
    case MapAxis::Level:
      break;
  }
  return QCoreApplication::translate("MapAxes", "Level (dB)");
}

std::vector<MapTick> ticksOf(MapAxis axis, double low, double high) {
  switch (axis) {
    case MapAxis::Pitch:
      return everyStep(low, high, 12, 0, [](double at) {
        return pitchText(static_cast<int>(std::lround(at))).section(QLatin1Char(' '), 0, 0);
      });
    case MapAxis::Brightness:
      return everyStep(low, high, 1, std::log2(62.5),
                       [](double at) { return hertz(std::exp2(at)); });
    case MapAxis::Attack:
      return everyStep(low, high, 1, std::log2(0.001),
                       [](double at) { return QString::number(qRound(1000 * std::exp2(at))); });
    case MapAxis::Level:
      break;
  }
  return everyStep(low, high, 10, 0, [](double at) { return QString::number(qRound(at)); });
}

void drawMapAxes(QPainter& painter, const QTransform& view, QSize size, MapPlane axes,
                 const QPalette& palette) {
  const auto [x, y] = axes;
  const QTransform back = view.inverted();
  const QPointF topLeft = back.map(QPointF(0, 0));
  const QPointF bottomRight = back.map(QPointF(size.width(), size.height()));
  const QFontMetrics metrics = painter.fontMetrics();
  QColor line = palette.color(QPalette::Text);
  line.setAlphaF(0.15f);
  const QColor text = palette.color(QPalette::Text);
  const int high = metrics.height();
  for (const auto& tick : thinned(ticksOf(x, topLeft.x(), bottomRight.x()), view.m11())) {
    const double at = view.map(QPointF(tick.at, 0)).x();
    painter.setPen(line);
    painter.drawLine(QPointF(at, 0), QPointF(at, size.height() - high));
    painter.setPen(text);
    painter.drawText(QRectF(at - kApart / 2, size.height() - high, kApart, high), Qt::AlignCenter,
                     tick.label);
  }
  for (const auto& tick : thinned(ticksOf(y, bottomRight.y(), topLeft.y()), -view.m22())) {
    const double at = view.map(QPointF(0, tick.at)).y();
    if (at > size.height() - 2 * high || at < 2 * high) continue;  // the titles stand there
    painter.setPen(line);
    painter.drawLine(QPointF(0, at), QPointF(size.width(), at));
    painter.setPen(text);
    painter.drawText(QRectF(2, at - high, 2 * kApart, high), Qt::AlignLeft | Qt::AlignBottom,
                     tick.label);
  }
  QFont bold = painter.font();
  bold.setBold(true);
  const QFont usual = painter.font();
  painter.setFont(bold);
  painter.drawText(QRectF(2, 0, size.width(), high + 2), Qt::AlignLeft | Qt::AlignVCenter,
                   QStringLiteral("↑ ") + titleOf(y));
  painter.drawText(QRectF(0, size.height() - 2 * high - 2, size.width() - 4, high),
                   Qt::AlignRight | Qt::AlignVCenter, titleOf(x) + QStringLiteral(" →"));
  painter.setFont(usual);
}

}  // namespace timbre::ui
