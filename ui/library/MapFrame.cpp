#include "ui/library/MapFrame.h"

#include <algorithm>

namespace timbre::ui {

void MapFrame::fit(const QRectF& all, QSizeF size, Shape shape) {
  fitted_ = true;
  const double wide = std::max(all.width(), 1e-3), high = std::max(all.height(), 1e-3);
  double across = std::max(1.0, size.width() - 2 * kMargin) / wide;
  double up = std::max(1.0, size.height() - 2 * kMargin) / high;
  if (shape == Shape::Kept) {
    const double least = std::min(across, up);
    across = std::min(across, kStretch * least);
    up = std::min(up, kStretch * least);
  }
  view_ = QTransform::fromTranslate(size.width() / 2, size.height() / 2);
  view_.scale(across, -up);
  view_.translate(-all.center().x(), -all.center().y());
  fitScale_ = across;
}

void MapFrame::zoom(double factor, QPointF about) {
  fitted_ = false;
  const double now = view_.m11() / fitScale_;
  factor = std::clamp(now * factor, kLeastZoom, kMostZoom) / now;
  view_ = view_ * QTransform::fromTranslate(-about.x(), -about.y()) *
          QTransform::fromScale(factor, factor) * QTransform::fromTranslate(about.x(), about.y());
}

void MapFrame::move(QPointF by) {
  fitted_ = false;
  view_ = view_ * QTransform::fromTranslate(by.x(), by.y());
}

}  // namespace timbre::ui
