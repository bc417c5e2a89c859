#include "ui/views/PictureSheet.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <algorithm>

#include "ui/widgets/AxisTicks.h"
#include "ui/widgets/CellPainter.h"
#include "ui/widgets/ColourLegend.h"

namespace timbre::ui {
namespace {

constexpr double kMargin = 14;
constexpr double kGap = 12;
constexpr double kLegendWidth = 168;
constexpr double kLegendHeight = 128;
constexpr double kCaptionLine = 17, kCaptionGap = 6;
constexpr qsizetype kCaptionLines = 5;

QFont font(double pixels, bool bold = false) {
  QFont font = QGuiApplication::font();
  font.setPixelSize(static_cast<int>(pixels));
  font.setBold(bold);
  return font;
}

/// The visible part as an image of just the size of the axes: SVG knows no clipping, and no viewer
/// blurs this.
QImage cellsFor(const Sheet& sheet, const Picture& picture, const PlotRange& range,
                const QSizeF& size) {
  const QSize pixels = (size * sheet.imageScale).toSize().expandedTo({1, 1});
  QImage image(pixels, QImage::Format_RGB32);
  if (image.isNull()) return image;
  const auto silence = spectral::colourOf(picture.colours.map, 0, 0);
  image.fill(QColor(silence[0], silence[1], silence[2]));
  QPainter painter(&image);
  paintCells(painter, QRectF(QPointF(), QSizeF(pixels)), range, picture.image,
             imageExtentOf(*picture.rainbowgram));
  return image;
}

void paintTicksBelow(QPainter& painter, const QRectF& axes, const PlotRange& range) {
  const QFontMetricsF metrics(painter.font(), painter.device());
  for (const Tick& tick : timeTicks(range.seconds, axes.width(), metrics)) {
    const double x =
        axes.left() + (tick.at - range.seconds.from) / range.seconds.size() * axes.width();
    painter.drawLine(QLineF(x, axes.bottom(), x, axes.bottom() + kTickLength));
    const QRectF place(x - 60, axes.bottom() + kTickLength + kTickGap, 120, metrics.height());
    painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, tick.label);
  }
}

/// `side`: -1 left of the axes, 1 right of them.
void paintTicksBeside(QPainter& painter, const QRectF& axes, const Interval& keys,
                      const std::vector<Tick>& ticks, int side) {
  const QFontMetricsF metrics(painter.font(), painter.device());
  const double edge = side < 0 ? axes.left() : axes.right();
  for (const Tick& tick : ticks) {
    const double y = axes.top() + (keys.to - tick.at) / keys.size() * axes.height();
    const double length = tick.label.isEmpty() ? kTickLength / 2 : kTickLength;
    painter.drawLine(QLineF(edge, y, edge + side * length, y));
    const double name = edge + side * (kTickLength + kTickGap);
    const QRectF place(side < 0 ? name - 100 : name, y - metrics.height() / 2, 100,
                       metrics.height());
    painter.drawText(place, Qt::AlignVCenter | (side < 0 ? Qt::AlignRight : Qt::AlignLeft),
                     tick.label);
  }
}

void paintAxes(QPainter& painter, const Sheet& sheet, const Picture& picture, const QRectF& box) {
  painter.setFont(font(12));
  const QFontMetricsF metrics(painter.font(), painter.device());
  const AxisLayout layout = fullAxisLayout(metrics);
  const QRectF axes = box.marginsRemoved(layout.margins);
  const PlotRange range = sheet.options.range.value_or(extentOf(*picture.rainbowgram));
  painter.drawImage(axes, cellsFor(sheet, picture, range, axes.size()));
  painter.setPen(QPen(sheet.colours.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(axes);
  painter.setPen(QPen(sheet.colours.text, 1));
  paintTicksBelow(painter, axes, range);
  const auto notes = noteTicks(range.keys, axes.height(), metrics.height(), sheet.options.a4);
  paintTicksBeside(painter, axes, range.keys, notes, -1);
  painter.setPen(QPen(sheet.colours.fadedText, 1));
  paintTicksBeside(painter, axes, range.keys,
                   frequencyTicks(range.keys, axes.height(), metrics.height()), 1);
}

void paintLine(QPainter& painter, const QRectF& place, const QFont& face, const QColor& colour,
               const QString& text) {
  painter.setFont(face);
  painter.setPen(colour);
  const QFontMetricsF metrics(face, painter.device());
  painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                   metrics.elidedText(text, Qt::ElideRight, place.width()));
}

void paintPanel(QPainter& painter, const Sheet& sheet, const ExportPanel& panel,
                const QRectF& box) {
  const double line = 20;
  const QFont bold = font(14, true);
  const double titleWidth = std::min(
      QFontMetricsF(bold, painter.device()).horizontalAdvance(panel.title) + 1, box.width());
  paintLine(painter, QRectF(box.topLeft(), QSizeF(titleWidth, line)), bold, sheet.colours.text,
            panel.title);
  const double rest = box.width() - titleWidth - 8;
  if (rest > 30)
    paintLine(painter, QRectF(box.left() + titleWidth + 8, box.top(), rest, line), font(12),
              sheet.colours.fadedText, panel.subtitle);
  paintAxes(painter, sheet, panel.picture, box.adjusted(0, line, 0, 0));
}

}  // namespace

PlotColours sheetColours(Theme theme) {
  PlotColours colours = plotColours(paletteOf(theme));
  if (!isDark(paletteOf(theme))) {
    colours = plotColours(QPalette(Qt::white, Qt::white));
    colours.text = colours.axis = Qt::black;
    colours.fadedText = QColor(0x50, 0x50, 0x50);
    colours.background = Qt::white;
  }
  return colours;
}

std::vector<QRectF> panelPlaces(const QRectF& box, std::size_t count) {
  const auto columns = static_cast<int>(std::min<std::size_t>(count, 4));
  const int rows = (static_cast<int>(count) + columns - 1) / columns;
  const QSizeF size((box.width() - kGap * (columns - 1)) / columns,
                    (box.height() - kGap * (rows - 1)) / rows);
  std::vector<QRectF> places;
  for (int index = 0; index < static_cast<int>(count); ++index) {
    const int column = index % columns, row = index / columns;
    places.emplace_back(QPointF(box.left() + column * (size.width() + kGap),
                                box.top() + row * (size.height() + kGap)),
                        size);
  }
  return places;
}

QRectF panelArea(const ExportOptions& options) {
  QRectF box = QRectF(QPointF(), options.size).adjusted(kMargin, kMargin, -kMargin, -kMargin);
  if (!options.title.isEmpty()) box.setTop(box.top() + 28);
  if (options.legend) box.setRight(box.right() - kLegendWidth - kGap);
  if (const auto lines = captionOf(options).size(); lines > 0)
    box.setBottom(box.bottom() - static_cast<double>(lines) * kCaptionLine - kCaptionGap);
  return box;
}

QStringList captionOf(const ExportOptions& options) {
  QStringList lines;
  for (const auto& request : options.requests)
    lines << QString::fromStdString(synthesis::describe(request));
  lines.removeDuplicates();
  if (lines.size() > kCaptionLines)
    lines = lines.mid(0, kCaptionLines - 1)
            << QCoreApplication::translate("PictureSheet", "and %1 more")
                   .arg(lines.size() - kCaptionLines + 1);
  if (!lines.empty() && !options.requests.front().program.empty())
    lines.back() += QStringLiteral("  ·  Timbrescope ") +
                    QString::fromStdString(options.requests.front().program);
  return lines;
}

void paintSheet(QPainter& painter, const Sheet& sheet) {
  const ExportOptions& options = sheet.options;
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                         QPainter::LosslessImageRendering);
  painter.fillRect(QRectF(QPointF(), options.size), sheet.colours.background);
  const double width = options.size.width() - 2 * kMargin;
  if (!options.title.isEmpty())
    paintLine(painter, QRectF(kMargin, kMargin - 4, width, 26), font(17, true), sheet.colours.text,
              options.title);
  const QRectF area = panelArea(options);
  const auto places = panelPlaces(area, sheet.panels.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    paintPanel(painter, sheet, sheet.panels[i], places[i]);
  const QStringList caption = captionOf(options);
  double line = area.bottom() + kCaptionGap;
  for (const QString& text : caption) {
    paintLine(painter, QRectF(kMargin, line, width, kCaptionLine), font(12),
              sheet.colours.fadedText, text);
    line += kCaptionLine;
  }
  if (!options.legend) return;
  painter.setFont(font(12));
  const Picture& first = sheet.panels.front().picture;
  const double height = std::min(kLegendHeight, area.height() - 20);
  paintLegend(painter, QRectF(area.right() + kGap, area.top() + 20, kLegendWidth, height),
              first.colours.map, first.rainbowgram->floorDb, sheet.colours.text);
}

}  // namespace timbre::ui
