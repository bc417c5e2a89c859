/// The figures of studies on the screen.
#pragma once

#include <QImage>
#include <QPalette>

#include "studies/Chart.h"

namespace timbre::ui {

/// `paper`: the figure as it is printed, black on white. In the palette's colours of text and
/// base: on a dark base dark and light change places and hues stay. Matrices, and pictures
/// that are not drawn in ink, keep their colours. A few ms for a figure of two million pixels; any
/// thread.
QImage onScreen(const QImage& paper, const studies::Figure& figure, const QPalette& palette);

}  // namespace timbre::ui
