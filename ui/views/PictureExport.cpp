#include "ui/views/PictureExport.h"

#include <QBuffer>
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
#include "spectral/PictureFile.h"
#include "spectral/PictureText.h"
#include "ui/views/PictureSheet.h"

namespace timbre::ui {
namespace {

constexpr double kVectorDpi = 300;  // of the images inside SVG and PDF
constexpr int kPdfDpi = 1200;       // of its coordinates: glyphs are placed to this
constexpr double kSmallestPanel = 100;
constexpr int kMostPixels = 16384;  // a side; beyond that few programs open a picture

/// How each panel was made, and what is seen in it: the picture's text alternative.
QString description(const Sheet& sheet) {
  QStringList sentences;
  for (const auto& request : sheet.options.requests)
    sentences << QString::fromStdString(synthesis::describe(request));
  for (const ExportPanel& panel : sheet.panels)
    sentences << QStringLiteral("%1: %2").arg(
        panel.title,
        QString::fromStdString(spectral::describe(*panel.picture.rainbowgram, sheet.options.a4)));
  return sentences.join(QLatin1Char('\n'));
}

/// For programs: synthesis::requestsOfFile() finds it. Empty where nothing is known.
QString requestJson(const ExportOptions& options) {
  return options.requests.empty() ? QString()
                                  : QString::fromStdString(synthesis::toJson(options.requests));
}

Result<QImage> imageOf(const Sheet& sheet) {
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
  image.setText(QStringLiteral("Description"), description(sheet));
  if (!sheet.options.requests.empty()) {
    image.setText(QStringLiteral("Timbrescope"), requestJson(sheet.options));
  }
  return image;
}

Result<QByteArray> pngBytes(const Sheet& sheet) {
  const auto image = imageOf(sheet);
  if (!image) return tl::unexpected(image.error());
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!QImageWriter(&buffer, "png").write(*image))
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
  svg.setDescription(description(sheet).toHtmlEscaped());
  QPainter painter;
  if (!painter.begin(&svg)) return fail(ErrorCode::Internal, "The picture cannot be drawn as SVG");
  paintSheet(painter, sheet);
  painter.end();
  return QByteArray::fromStdString(
      spectral::withSvgMetadata(bytes.toStdString(), requestJson(sheet.options).toStdString()));
}

/// The document's metadata as Adobe's XMP has it.
QByteArray xmpOf(const Sheet& sheet) {
  const QString about = description(sheet) + QLatin1Char('\n') + requestJson(sheet.options);
  return QStringLiteral(
             "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
             "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
             "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
             "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
             "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt>"
             "</dc:description>\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
             "<?xpacket end=\"w\"?>\n")
      .arg(about.toHtmlEscaped())
      .toUtf8();
}

Result<QByteArray> pdfBytes(const Sheet& sheet) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter pdf(&buffer);
  const QString about = description(sheet).replace(QLatin1Char('\n'), QLatin1String("; "));
  if (!sheet.options.requests.empty()) pdf.setDocumentXmpMetadata(xmpOf(sheet));
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
    return fail(ErrorCode::Unsupported, "There is no picture to export yet; wait until it appears");
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

Sheet sheetOf(std::span<const ExportPanel> panels, const ExportOptions& options) {
  return {panels, options, sheetColours(options.theme), options.dpi / kInch};
}

}  // namespace

Result<QImage> pictureImage(std::span<const ExportPanel> panels, const ExportOptions& options) {
  if (const auto sound = checked(panels, options); !sound) return tl::unexpected(sound.error());
  return imageOf(sheetOf(panels, options));
}

Result<void> exportPicture(const std::filesystem::path& target, std::span<const ExportPanel> panels,
                           const ExportOptions& options) {
  const QString ending = QString::fromStdString(target.extension().string()).mid(1).toLower();
  if (!QStringList{QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}.contains(
          ending))
    return fail(
        ErrorCode::Unsupported,
        target.string() + " does not end in .png, .svg or .pdf; choose one of these endings");
  if (const auto sound = checked(panels, options); !sound) return sound;
  try {
    const auto bytes = bytesFor(ending, sheetOf(panels, options));
    if (!bytes) return tl::unexpected(bytes.error());
    return writeBytesAtomically(target,
                                std::as_bytes(std::span(bytes->constData(), bytes->size())));
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Internal,
                "There is no memory for a picture of this size; choose a smaller one");
  }
}

}  // namespace timbre::ui
