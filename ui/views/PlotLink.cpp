#include "ui/views/PlotLink.h"

namespace timbre::ui {

void PlotLink::setCursor(std::optional<PlotPoint> point) {
  if (point == cursor_) return;
  cursor_ = point;
  if (point) moment_ = point->seconds;
  emit cursorMoved(point);
}

void PlotLink::setRange(const PlotRange& range) {
  if (range == range_) return;
  range_ = range;
  emit rangeMoved(range);
}

}  // namespace timbre::ui
