/// Puts the cells of a picture where a range of the axes wants them; on the screen and on paper.
#pragma once

#include <QImage>
#include <QRectF>

#include "ui/widgets/PlotRange.h"

class QPainter;

namespace timbre::ui {

/// Draws the cells of `image`, which covers `extent`, that `range` touches, so that `range` fills
/// `axes`. Cells at the edges may reach over: clip. Its cost depends on `axes`, not on how closely
/// one looks.
void paintCells(QPainter& painter, const QRectF& axes, const PlotRange& range, const QImage& image,
                const PlotRange& extent);

}  // namespace timbre::ui
