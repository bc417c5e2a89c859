/// Rainbowgrams as files for papers and slides: axes, note names, titles and legend round them.
#pragma once

#include <QSize>
#include <QString>
#include <filesystem>
#include <span>
#include <vector>

#include "base/Result.h"
#include "synthesis/SynthesisRequest.h"
#include "ui/Theme.h"
#include "ui/widgets/Picture.h"

namespace timbre::ui {

struct ExportPanel {
  Picture picture;
  QString title;
  QString subtitle;
};

struct ExportOptions {
  QSize size{1200, 520};  ///< of the whole, in 1/96 inch; text keeps its size when this grows
  int dpi = 192;          ///< of a PNG: size * dpi / 96 pixels. SVG and PDF are drawn, not rastered
  Theme theme = Theme::Light;      ///< Light for print, Dark for slides
  QString title;                   ///< above all panels; may be empty
  bool legend = true;              ///< what hue and brightness mean
  std::optional<PlotRange> range;  ///< none: each picture whole
  double a4 = 440.0;
  /// How the panels were made: text chunks of a PNG, description and metadata of an SVG, title and
  /// XMP metadata of a PDF.
  std::vector<synthesis::SynthesisRequest> requests;
};

/// As pixels, for the clipboard. Fails as exportPicture(). Any thread; some 100 ms.
Result<QImage> pictureImage(std::span<const ExportPanel> panels, const ExportOptions& options);

/// PNG, SVG or PDF by the ending; written whole or not at all. Any thread, and a big PNG takes some
/// 100 ms: use a worker. Unsupported for another ending or no panel, Internal when the folder
/// cannot be written.
Result<void> exportPicture(const std::filesystem::path& target, std::span<const ExportPanel> panels,
                           const ExportOptions& options);

}  // namespace timbre::ui
