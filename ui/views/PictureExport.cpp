#include "ui/views/PictureExport.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QImageWriter>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <new>
#include <vector>

#include "base/AtomicFile.h"
#include "ui/widgets/AxisTicks.h"
#include "ui/widgets/CellPainter.h"
#include "ui/widgets/ColourLegend.h"

namespace timbre::ui {
namespace {

constexpr double kInch = 96;        // the units of ExportOptions::size
constexpr double kVectorDpi = 300;  // of the images inside SVG and PDF
constexpr int kPdfDpi = 1200;       // of its coordinates: glyphs are placed to this
constexpr double kMargin = 14;
constexpr double kGap = 12;
constexpr double kLegendWidth = 168;
constexpr double kLegendHeight = 128;
constexpr double kSmallestPanel = 100;
constexpr int kMostPixels = 16384;  // a side; beyond that few programs open a picture

struct Sheet {
  std::span<const ExportPanel> panels;
  const ExportOptions& options;
  PlotColours colours;
  double imageScale;  ///< pixels of the embedded images per 1/96 inch
};

QFont font(double pixels, bool bold = false) {
  QFont font = QGuiApplication::font();
  font.setPixelSize(static_cast<int>(pixels));
  font.setBold(bold);
  return font;
}

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
  const AxisLayout layout = axisLayout(box.size(), metrics);
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
  if (!layout.frequencies) return;
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

/// Where each panel lies: in one row, more than four in several.
std::vector<QRectF> panelPlaces(const QRectF& box, std::size_t count) {
  const auto columns = static_cast<int>(std::min<std::size_t>(count, 4));
  const int rows = (static_cast<int>(count) + columns - 1) / columns;
  const QSizeF size((box.width() - kGap * (columns - 1)) / columns,
                    (box.height() - kGap * (rows - 1)) / rows);
  std::vector<QRectF> places;
  for (int index = 0; index < static_cast<int>(count); ++index)
    places.emplace_back(
        QPointF(box.left() + (index % columns) * (size.width() + kGap),
                box.top() + static_cast<double>(index / columns) * (size.height() + kGap)),
        size);
  return places;
}

QRectF panelArea(const ExportOptions& options) {
  QRectF box = QRectF(QPointF(), options.size).adjusted(kMargin, kMargin, -kMargin, -kMargin);
  if (!options.title.isEmpty()) box.setTop(box.top() + 28);
  if (options.legend) box.setRight(box.right() - kLegendWidth - kGap);
  return box;
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
  if (!options.legend) return;
  painter.setFont(font(12));
  const Picture& first = sheet.panels.front().picture;
  const double height = std::min(kLegendHeight, area.height() - 20);
  paintLegend(painter, QRectF(area.right() + kGap, area.top() + 20, kLegendWidth, height),
              first.colours.map, first.rainbowgram->floorDb, sheet.colours.text);
}

QString provenanceText(const ExportOptions& options) {
  QString text;
  for (const auto& [key, value] : options.provenance)
    text += QStringLiteral("%1: %2\n").arg(key, value);
  return text.trimmed();
}

Result<QByteArray> pngBytes(const Sheet& sheet) {
  const double scale = sheet.options.dpi / kInch;
  QImage image((QSizeF(sheet.options.size) * scale).toSize(), QImage::Format_RGB32);
  if (image.isNull())
    return fail(ErrorCode::Internal,
                "There is no memory for a picture of this size; choose fewer dpi");
  QPainter painter(&image);
  painter.scale(scale, scale);
  paintSheet(painter, sheet);
  painter.end();
  const int perMetre = static_cast<int>(std::lround(sheet.options.dpi / 0.0254));
  image.setDotsPerMeterX(perMetre);
  image.setDotsPerMeterY(perMetre);
  for (const auto& [key, value] : sheet.options.provenance) image.setText(key, value);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!QImageWriter(&buffer, "png").write(image))
    return fail(ErrorCode::Internal,
                "The picture cannot be made into a PNG; choose a smaller size");
  return bytes;
}

Result<QByteArray> svgBytes(const Sheet& sheet) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator svg;
  svg.setOutputDevice(&buffer);
  svg.setResolution(static_cast<int>(kInch));
  svg.setSize(sheet.options.size);
  svg.setViewBox(QRect(QPoint(), sheet.options.size));
  // QSvgGenerator writes these two as they are; the texts of the picture it escapes itself.
  svg.setTitle(sheet.options.title.toHtmlEscaped());
  svg.setDescription(provenanceText(sheet.options).toHtmlEscaped());
  QPainter painter;
  if (!painter.begin(&svg)) return fail(ErrorCode::Internal, "The picture cannot be drawn as SVG");
  paintSheet(painter, sheet);
  painter.end();
  return bytes;
}

Result<QByteArray> pdfBytes(const Sheet& sheet) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter pdf(&buffer);
  const QString about =
      provenanceText(sheet.options).replace(QLatin1Char('\n'), QLatin1String("; "));
  pdf.setCreator(QStringLiteral("Timbrescope"));
  pdf.setTitle(QStringList{sheet.options.title, about}.join(QStringLiteral(" - ")));
  pdf.setResolution(kPdfDpi);
  pdf.setPageSize(QPageSize(QSizeF(sheet.options.size) * 72 / kInch, QPageSize::Point, {},
                            QPageSize::ExactMatch));
  pdf.setPageMargins({});
  QPainter painter;
  if (!painter.begin(&pdf)) return fail(ErrorCode::Internal, "The picture cannot be drawn as PDF");
  painter.scale(kPdfDpi / kInch, kPdfDpi / kInch);
  paintSheet(painter, sheet);
  painter.end();
  return bytes;
}

Result<void> checked(std::span<const ExportPanel> panels, const ExportOptions& options) {
  const bool whole = std::all_of(panels.begin(), panels.end(), [](const ExportPanel& panel) {
    return panel.picture.rainbowgram && !panel.picture.empty();
  });
  if (panels.empty() || !whole)
    return fail(ErrorCode::Unsupported,
                "There is no picture to export yet; wait until it is shown");
  const QRectF smallest = panelPlaces(panelArea(options), panels.size()).front();
  if (smallest.width() < kSmallestPanel || smallest.height() < kSmallestPanel)
    return fail(ErrorCode::Unsupported,
                "The size leaves no room for the pictures; choose a larger one");
  const double largest =
      std::max(options.size.width(), options.size.height()) * options.dpi / kInch;
  if (options.dpi < 24 || largest > kMostPixels)
    return fail(ErrorCode::Unsupported,
                "The picture would be more than 16384 pixels wide or high, or has "
                "under 24 dpi; choose another size or dpi");
  return {};
}

Result<QByteArray> bytesFor(const QString& ending, Sheet sheet) {
  if (ending == QLatin1String("png")) return pngBytes(sheet);
  sheet.imageScale = kVectorDpi / kInch;
  if (ending == QLatin1String("svg")) return svgBytes(sheet);
  return pdfBytes(sheet);
}

}  // namespace

Result<void> exportPicture(const std::filesystem::path& target, std::span<const ExportPanel> panels,
                           const ExportOptions& options) {
  const QString ending = QString::fromStdString(target.extension().string()).mid(1).toLower();
  if (!QStringList{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}.contains(
          ending))
    return fail(ErrorCode::Unsupported,
                target.string() + " does not end in .png, .svg or .pdf; choose one of these");
  if (const auto sound = checked(panels, options); !sound) return sound;
  try {
    const auto bytes =
        bytesFor(ending, Sheet{panels, options, sheetColours(options.theme), options.dpi / kInch});
    if (!bytes) return tl::unexpected(bytes.error());
    return writeBytesAtomically(target,
                                std::as_bytes(std::span(bytes->constData(), bytes->size())));
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Internal,
                "There is no memory for a picture of this size; choose a smaller one");
  }
}

}  // namespace timbre::ui
