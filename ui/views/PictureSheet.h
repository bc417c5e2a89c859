/// The sheet that an exported picture is: panels, title and legend, painted on anything.
#pragma once

#include <QRectF>
#include <QStringList>
#include <span>
#include <vector>

#include "ui/views/PictureExport.h"

class QPainter;

namespace timbre::ui {

inline constexpr double kInch = 96;  ///< the units of ExportOptions::size

struct Sheet {
  std::span<const ExportPanel> panels;
  const ExportOptions& options;
  PlotColours colours;
  double imageScale;  ///< pixels of the embedded images per 1/96 inch
};

PlotColours sheetColours(Theme theme);

/// Below the panels: how each was made, a sentence each; empty where nothing is known.
QStringList captionOf(const ExportOptions& options);

/// What title, legend and caption leave for the panels.
QRectF panelArea(const ExportOptions& options);
/// Where each panel lies in it: in one row, more than four in several.
std::vector<QRectF> panelPlaces(const QRectF& box, std::size_t count);

/// Any thread that may use QPainter on its device.
void paintSheet(QPainter& painter, const Sheet& sheet);

}  // namespace timbre::ui
