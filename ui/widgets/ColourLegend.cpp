#include "ui/widgets/ColourLegend.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/PlainText.h"

namespace timbre::ui {
namespace {

QImage swatch(spectral::ColourMap map, const QSize& size) {
  const auto colours = spectral::legend(map, std::max(1, size.width()), std::max(1, size.height()));
  // The image only borrows the pixels: a copy outlives them.
  return QImage(colours.pixels.data(), colours.width, colours.height, colours.width * 4,
                QImage::Format_RGBA8888)
      .copy();
}

QString floorText(double floorDb) {
  return QStringLiteral("−%1 dB").arg(std::abs(floorDb), 0, 'f', 0);
}

struct Places {
  QRectF swatch;
  bool hues;
};

Places placesIn(const QRectF& box, const QFontMetricsF& font, bool hues, double floorDb) {
  const double left = font.horizontalAdvance(floorText(floorDb)) + 5;
  const double right = hues ? font.horizontalAdvance(QStringLiteral("+½")) : 2;
  const double below = hues ? 2 * font.height() + 2 : 3;
  return {box.adjusted(std::ceil(left), 3, -std::ceil(right), -std::ceil(below)), hues};
}

void paintHueNames(QPainter& painter, const QRectF& swatch, const QFontMetricsF& font) {
  const double line = font.height();
  const auto below = [&](double x, int row, const QString& text) {
    painter.drawText(QRectF(x - 200, swatch.bottom() + 2 + row * line, 400, line),
                     Qt::AlignHCenter | Qt::AlignTop, text);
  };
  below(swatch.left(), 0, QStringLiteral("−½"));
  below(swatch.center().x(), 0, QStringLiteral("0"));
  below(swatch.right(), 0, QStringLiteral("+½"));
  below(swatch.center().x(), 1, QStringLiteral("phase turns per hop"));
}

}  // namespace

void paintLegend(QPainter& painter, const QRectF& box, spectral::ColourMap map, double floorDb,
                 const QColor& text) {
  const QFontMetricsF font(painter.font(), painter.device());
  const Places places = placesIn(box, font, hasHues(map), floorDb);
  if (places.swatch.width() < 4 || places.swatch.height() < 4) return;
  const double density = painter.device()->devicePixelRatio();
  painter.drawImage(places.swatch, swatch(map, (places.swatch.size() * density).toSize()));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(text, 1));
  painter.drawRect(places.swatch);
  // Inside the height of the colours: the names of the hues begin right below.
  const QRectF beside(box.left(), places.swatch.top() - 2, places.swatch.left() - box.left() - 4,
                      places.swatch.height() + 4);
  painter.drawText(beside, Qt::AlignRight | Qt::AlignTop, QStringLiteral("0 dB"));
  painter.drawText(beside, Qt::AlignRight | Qt::AlignBottom, floorText(floorDb));
  if (places.hues) paintHueNames(painter, places.swatch, font);
}

ColourLegend::ColourLegend(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  setAccessibleName(tr("Colour legend"));
  describe();
}

void ColourLegend::setMap(spectral::ColourMap map) {
  map_ = map;
  describe();
  update();
}

void ColourLegend::setFloor(double floorDb) {
  floorDb_ = floorDb;
  describe();
  update();
}

QSize ColourLegend::sizeHint() const {
  const int line = fontMetrics().height();
  return {fontMetrics().horizontalAdvance(floorText(floorDb_)) + 8 * line, 6 * line};
}

QSize ColourLegend::minimumSizeHint() const {
  const int line = fontMetrics().height();
  return {fontMetrics().horizontalAdvance(QStringLiteral("−70 dB phase turns per hop")), 4 * line};
}

void ColourLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintLegend(painter, QRectF(rect()).adjusted(1, 1, -1, -1), map_, floorDb_,
              palette().color(QPalette::WindowText));
}

void ColourLegend::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) updateGeometry();
}

void ColourLegend::describe() {
  QString text = tr("Brightness: level from %1 to 0 dB").arg(floorText(floorDb_));
  if (hasHues(map_))
    text +=
        tr("; hue: how far the phase turns from one column to the next, from minus to plus half a "
           "turn");
  setAccessibleDescription(text);
  setToolTip(plainTip(text));
}

}  // namespace timbre::ui
