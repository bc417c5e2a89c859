/// One rainbowgram ready to be shown: its numbers and the image coloured from them.
#pragma once

#include <QImage>
#include <memory>
#include <optional>

#include "spectral/Colour.h"
#include "spectral/Rainbowgram.h"
#include "ui/widgets/PlotRange.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {

/// Immutable: any thread may read it; copies share everything.
struct Picture {
  std::shared_ptr<const spectral::Rainbowgram> rainbowgram;
  QImage image;  ///< frames wide, bins high, row 0 = highest pitch
  spectral::ColourParams colours;
  /// Seconds up to which there is sound; the rest is still to come. None: it is whole.
  std::optional<double> madeUntil = {};

  bool empty() const { return image.isNull(); }
};

/// As QPainter draws it fastest.
QImage imageOf(const spectral::RgbaImage& pixels);

/// Colours it. Some milliseconds; any thread. Empty without a rainbowgram or for one without cells.
Picture pictureOf(std::shared_ptr<const spectral::Rainbowgram> rainbowgram,
                  const spectral::ColourParams& colours);

/// What its cells cover: column k from half a hop before to half a hop after its middle, the first
/// from 0; half a bin below the lowest centre up to the key that follows the highest bin. The usual
/// one: 0 .. 4 s, C2 .. C8.
PlotRange extentOf(const spectral::Rainbowgram& rainbowgram);

/// Where the image lies; its upper edge may end a little below that of extentOf, its left edge half
/// a hop before.
PlotRange imageExtentOf(const spectral::Rainbowgram& rainbowgram);

/// The cell at this place; none outside.
std::optional<CellReadout> readoutAt(const spectral::Rainbowgram& rainbowgram, PlotPoint point);

}  // namespace timbre::ui
