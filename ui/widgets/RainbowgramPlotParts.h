/// What a RainbowgramPlot is made of; for its own .cpp files.
#pragma once

#include <QLabel>
#include <QPointF>

#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/PlotCanvas.h"
#include "ui/widgets/RainbowgramPlot.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {

struct RainbowgramPlot::Parts {
  ElidingLabel* title = nullptr;
  ElidingLabel* subtitle = nullptr;
  ElidingLabel* status = nullptr;
  ThinProgressBar* progress = nullptr;
  PlotCanvas* canvas = nullptr;
  QLabel* message = nullptr;

  Picture picture;
  PlotRange extent;
  PlotRange range;
  std::optional<PlotPoint> cursor;
  std::optional<double> playhead;
  double a4 = 440;

  std::optional<QPointF> pressed;  ///< where the left button went down, until it is let go
  PlotRange rangeWhenPressed;
  bool dragging = false;
};

}  // namespace timbre::ui
