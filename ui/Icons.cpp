#include "ui/Icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace timbre::ui {
namespace {

/// In a square of 16 x 16.
QPainterPath shapeOf(Sign sign) {
  QPainterPath path;
  switch (sign) {
    case Sign::Play:
      path.addPolygon(QPolygonF({{4, 2.5}, {13.5, 8}, {4, 13.5}}));
      path.closeSubpath();
      break;
    case Sign::Stop:
      path.addRoundedRect(QRectF(3.5, 3.5, 9, 9), 1, 1);
      break;
    default:
      break;
  }
  return path;
}

QPen line(const QColor& colour) {
  return QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

void drawLoop(QPainter& p) {
  p.drawArc(QRectF(2.5, 3.5, 11, 9), 60 * 16, 200 * 16);
  p.drawArc(QRectF(2.5, 3.5, 11, 9), 240 * 16, 200 * 16);
  p.drawPolyline(QPolygonF({{8.2, 1.2}, {10.8, 3.9}, {8.0, 6.2}}));
  p.drawPolyline(QPolygonF({{7.8, 9.8}, {5.2, 12.1}, {7.8, 14.8}}));
}

void drawSound(QPainter& p) {
  p.drawPolygon(QPolygonF({{2, 6}, {4.5, 6}, {8, 3}, {8, 13}, {4.5, 10}, {2, 10}}));
  p.drawArc(QRectF(7, 5, 5, 6), -60 * 16, 120 * 16);
  p.drawArc(QRectF(6, 2.5, 9, 11), -60 * 16, 120 * 16);
}

void drawOpen(QPainter& p) {
  p.drawPolyline(QPolygonF({{2, 12.5}, {2, 3.5}, {6, 3.5}, {7.5, 5.2}, {13, 5.2}, {13, 7}}));
  p.drawPolygon(QPolygonF({{2, 12.5}, {4, 7}, {14.5, 7}, {12.5, 12.5}}));
}

void drawExport(QPainter& p) {
  p.drawPolyline(QPolygonF({{2.5, 9}, {2.5, 13.5}, {13.5, 13.5}, {13.5, 9}}));
  p.drawLine(QPointF(8, 2), QPointF(8, 10));
  p.drawPolyline(QPolygonF({{5, 7.2}, {8, 10.2}, {11, 7.2}}));
}

/// Once round: laid out anew.
void drawArrange(QPainter& p) {
  p.drawArc(QRectF(3, 3, 10, 10), 60 * 16, 300 * 16);
  p.drawPolyline(QPolygonF({{8.6, 1.2}, {11, 3.6}, {8.2, 6}}));
}

/// A row with a note beside it: what is selected is heard.
void drawEar(QPainter& p) {
  p.drawLine(QPointF(1.5, 4), QPointF(7, 4));
  p.drawLine(QPointF(1.5, 8), QPointF(7, 8));
  p.drawLine(QPointF(1.5, 12), QPointF(5, 12));
  p.drawPolyline(QPolygonF({{10.8, 12}, {10.8, 3}, {14, 4.5}}));
  p.setBrush(p.pen().color());
  p.drawEllipse(QPointF(9.2, 12.2), 1.6, 1.3);
}

/// A knob on its way along a line.
void drawSweep(QPainter& p) {
  p.drawLine(QPointF(1.5, 11.5), QPointF(14.5, 11.5));
  p.drawPolyline(QPolygonF({{9.5, 2.2}, {12.5, 4.7}, {9.5, 7.2}}));
  p.drawLine(QPointF(3.5, 4.7), QPointF(12.5, 4.7));
  p.setBrush(p.pen().color());
  p.drawEllipse(QPointF(6, 11.5), 2.2, 2.2);
}

class SignEngine final : public QIconEngine {
 public:
  SignEngine(Sign sign, const QPalette& palette) : sign_(sign), palette_(palette) {}

  void paint(QPainter* painter, const QRect& box, QIcon::Mode mode, QIcon::State) override {
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor colour = palette_.color(group, QPalette::ButtonText);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double side = qMin(box.width(), box.height());
    painter->translate(box.center().x() + 0.5 - side / 2, box.center().y() + 0.5 - side / 2);
    painter->scale(side / 16, side / 16);
    painter->setPen(line(colour));
    draw(*painter, colour);
    painter->restore();
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect({0, 0}, size), mode, state);
    return pixmap;
  }
  QIconEngine* clone() const override { return new SignEngine(*this); }

 private:
  void draw(QPainter& p, const QColor& colour) const {
    switch (sign_) {
      case Sign::Loop:
        return drawLoop(p);
      case Sign::Sound:
        return drawSound(p);
      case Sign::Open:
        return drawOpen(p);
      case Sign::Export:
        return drawExport(p);
      case Sign::Ear:
        return drawEar(p);
      case Sign::Sweep:
        return drawSweep(p);
      case Sign::Arrange:
        return drawArrange(p);
      default:
        p.fillPath(shapeOf(sign_), colour);
    }
  }

  Sign sign_;
  QPalette palette_;
};

}  // namespace

QIcon icon(Sign sign, const QPalette& palette) {
  return QIcon(new SignEngine(sign, palette));
}

}  // namespace timbre::ui
