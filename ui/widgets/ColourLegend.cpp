#include "ui/widgets/ColourLegend.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/widgets/Picture.h"

namespace timbre::ui {
namespace {

const double kFloorDb = spectral::RainbowgramParams{}.floorDb;  // of every picture

QString floorText(double floorDb) {
  return QStringLiteral("−%1 dB").arg(std::abs(floorDb), 0, 'f', 0);
}

constexpr double kGap = 4;

/// Without hues: loud at the top, silence at the foot.
void paintBar(QPainter& painter, const QRectF& box, const spectral::RgbaImage& colours,
              double floorDb) {
  const QFontMetricsF font(painter.font(), painter.device());
  const double left = font.horizontalAdvance(floorText(floorDb)) + kGap;
  const QRectF bar = box.adjusted(left, 3, -2, -3);
  painter.drawImage(bar, imageOf(colours));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(bar);
  const QRectF beside(box.left(), bar.top() - 2, left - kGap, bar.height() + 4);
  painter.drawText(beside, Qt::AlignRight | Qt::AlignTop, QStringLiteral("0 dB"));
  painter.drawText(beside, Qt::AlignRight | Qt::AlignBottom, floorText(floorDb));
}

/// The square of the disc, and the room for words at its right.
struct Places {
  QRectF disc;
  QRectF words;
};

Places placesIn(const QRectF& box, const QFontMetricsF& font) {
  const double side = font.horizontalAdvance(QStringLiteral("−¼")) + 2;
  const double line = font.height();
  const double size = std::min(box.height() - 2 * line, box.width() * 0.6 - 2 * side);
  const QRectF disc(box.left() + side, box.center().y() - size / 2, size, size);
  return {disc, QRectF(disc.right() + side + kGap, box.top(),
                       box.right() - disc.right() - side - kGap, box.height())};
}

void paintTurns(QPainter& painter, const QRectF& disc, const QFontMetricsF& font) {
  const double line = font.height();
  const auto beside = [&](const QPointF& at, Qt::Alignment alignment, const QString& text) {
    const QSizeF size(font.horizontalAdvance(text) + 2, line);
    QRectF place(QPointF(), size);
    place.moveCenter(at);
    if (alignment & Qt::AlignLeft) place.moveLeft(at.x() + 2);
    if (alignment & Qt::AlignRight) place.moveRight(at.x() - 2);
    if (alignment & Qt::AlignTop) place.moveTop(at.y());
    if (alignment & Qt::AlignBottom) place.moveBottom(at.y());
    painter.drawText(place, Qt::AlignCenter, text);
  };
  beside({disc.center().x(), disc.top()}, Qt::AlignBottom, QStringLiteral("0"));
  beside({disc.right(), disc.center().y()}, Qt::AlignLeft, QStringLiteral("+¼"));
  beside({disc.center().x(), disc.bottom()}, Qt::AlignTop, QStringLiteral("±½"));
  beside({disc.left(), disc.center().y()}, Qt::AlignRight, QStringLiteral("−¼"));
}

void paintDisc(QPainter& painter, const QRectF& box, spectral::ColourMap map, double floorDb) {
  const QFontMetricsF font(painter.font(), painter.device());
  const Places places = placesIn(box, font);
  if (places.disc.width() < 4) return;
  const double density = painter.device()->devicePixelRatio();
  painter.drawImage(places.disc, imageOf(spectral::legendDisc(
                                     map, static_cast<int>(places.disc.width() * density))));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(places.disc);
  paintTurns(painter, places.disc, font);
  painter.drawText(places.words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                   ColourLegend::tr("Rim: 0 dB\nMiddle: %1\nAngle: phase advance per hop")
                       .arg(floorText(floorDb)));
}

}  // namespace

void paintLegend(QPainter& painter, const QRectF& box, spectral::ColourMap map, double floorDb,
                 const QColor& text) {
  painter.setPen(QPen(text, 1));
  if (spectral::hasHues(map)) return paintDisc(painter, box, map, floorDb);
  const double density = painter.device()->devicePixelRatio();
  const QSize size = (box.size() * density).toSize().expandedTo({1, 1});
  paintBar(painter, box, spectral::legend(map, size.width(), size.height()), floorDb);
}

ColourLegend::ColourLegend(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  setReaderRole(*this, QAccessible::Graphic);
  setAccessibleName(tr("Colour legend"));
  describe();
}

void ColourLegend::setMap(spectral::ColourMap map) {
  map_ = map;
  describe();
  update();
}

QSize ColourLegend::sizeHint() const {
  const int line = fontMetrics().height();
  return {fontMetrics().horizontalAdvance(tr("Angle: phase advance")) + 7 * line, 6 * line};
}

QSize ColourLegend::minimumSizeHint() const {
  const int line = fontMetrics().height();
  return {fontMetrics().horizontalAdvance(tr("Angle: phase advance")) + 5 * line, 5 * line};
}

void ColourLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintLegend(painter, QRectF(rect()).adjusted(1, 1, -1, -1), map_, kFloorDb,
              palette().color(QPalette::WindowText));
}

void ColourLegend::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) updateGeometry();
}

void ColourLegend::describe() {
  QString text =
      tr("Brightness, and the distance from the middle of the disc: level from %1 to 0 dB")
          .arg(floorText(kFloorDb));
  if (spectral::hasHues(map_))
    text +=
        tr("; hue, and the angle: phase advance from one column to the next, from minus to plus "
           "half a turn");
  setAccessibleDescription(text);
  setToolTip(plainTip(text));
}

}  // namespace timbre::ui
