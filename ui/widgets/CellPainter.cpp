#include "ui/widgets/CellPainter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace timbre::ui {
namespace {

struct Cells {
  int first;
  int count;
};

Cells visibleCells(const Interval& view, const Interval& extent, int count) {
  const double cell = extent.size() / count;
  const int first =
      std::clamp(static_cast<int>(std::floor((view.from - extent.from) / cell)), 0, count - 1);
  const int end =
      std::clamp(static_cast<int>(std::ceil((view.to - extent.from) / cell)), first + 1, count);
  return {first, end - first};
}

}  // namespace

void paintCells(QPainter& painter, const QRectF& axes, const PlotRange& range, const QImage& image,
                const PlotRange& extent) {
  if (image.isNull() || axes.isEmpty()) return;
  const Cells columns = visibleCells(range.seconds, extent.seconds, image.width());
  const Cells bins = visibleCells(range.keys, extent.keys, image.height());
  const double frame = extent.seconds.size() / image.width();
  const double bin = extent.keys.size() / image.height();
  const auto x = [&](int column) {
    const double seconds = extent.seconds.from + column * frame;
    return axes.left() + (seconds - range.seconds.from) / range.seconds.size() * axes.width();
  };
  const auto y = [&](int row) {
    const double key = extent.keys.from + row * bin;
    return axes.top() + (range.keys.to - key) / range.keys.size() * axes.height();
  };
  const QRectF target(QPointF(x(columns.first), y(bins.first + bins.count)),
                      QPointF(x(columns.first + columns.count), y(bins.first)));
  const QRect source(columns.first, image.height() - bins.first - bins.count, columns.count,
                     bins.count);
  // Cells are shown as cells; only where some would get one pixel more than others are they
  // blended.
  const double density = painter.device()->devicePixelRatio();
  painter.setRenderHint(
      QPainter::SmoothPixmapTransform,
      target.width() * density < 3 * columns.count || target.height() * density < 3 * bins.count);
  painter.drawImage(target, image, source);
}

}  // namespace timbre::ui
