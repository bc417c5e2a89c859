#include "ui/study/FigureColours.h"

#include <QPainter>
#include <algorithm>

#include "studies/ChartLayout.h"
#include "ui/Theme.h"

namespace timbre::ui {
namespace {

/// 0 becomes `low` and 255 `high`.
int between(int tone, int low, int high) {
  return low + (high - low) * tone / 255;
}

/// From black on white to `ink` on `base`. Where that is light on dark, the lightness (of HSL) is
/// turned round first; hue and chroma stay.
QRgb toned(QRgb colour, const QColor& ink, const QColor& base, bool turned) {
  int r = qRed(colour), g = qGreen(colour), b = qBlue(colour);
  if (turned) {
    const auto [least, most] = std::minmax({r, g, b});
    const int shift = 255 - least - most;
    r += shift;
    g += shift;
    b += shift;
  }
  const QColor& low = turned ? base : ink;
  const QColor& high = turned ? ink : base;
  return qRgb(between(r, low.red(), high.red()), between(g, low.green(), high.green()),
              between(b, low.blue(), high.blue()));
}

}  // namespace

QImage onScreen(const QImage& paper, const studies::Figure& figure, const QPalette& palette) {
  if (paper.isNull()) return {};
  QImage screen = paper.convertToFormat(QImage::Format_RGB32);
  const QColor ink = palette.color(QPalette::Text), base = palette.color(QPalette::Base);
  const bool turned = isDark(palette);
  for (int y = 0; y < screen.height(); ++y) {
    auto* row = reinterpret_cast<QRgb*>(screen.scanLine(y));
    std::transform(row, row + screen.width(), row,
                   [&](QRgb colour) { return toned(colour, ink, base, turned); });
  }
  QPainter painter(&screen);
  const double zoom = paper.width() / figure.width;
  const auto boxes = studies::boxesOf(figure);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const studies::Chart& chart = figure.charts[i];
    if (!chart.matrix && (!chart.picture || chart.picture->ink)) continue;
    const studies::Box plot = studies::layOut(chart, boxes[i]).plot;
    const QRectF box(plot.left * zoom, plot.top * zoom, plot.width * zoom, plot.height * zoom);
    painter.drawImage(box, paper, box);
  }
  return screen;
}

}  // namespace timbre::ui
