/// Which part of the map is seen: from places on it to pixels and back, by fitting, zooming and
/// moving.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace timbre::ui {

/// Any thread.
class MapFrame {
 public:
  enum class Shape { Kept, Free };  ///< whether the two directions have one scale, or nearly

  /// All of the map, with a margin. Where the shape is kept, one direction is stretched at most
  /// kStretch times as much as the other, so that the map fills its place.
  void fit(const QRectF& all, QSizeF size, Shape shape);
  /// Nothing but fit() was called since the last fit().
  bool fitted() const { return fitted_; }
  /// About this pixel, which stays; between kLeastZoom and kMostZoom times what shows all.
  void zoom(double factor, QPointF about);
  /// By so many pixels.
  void move(QPointF by);

  QPointF pixelOf(QPointF place) const { return view_.map(place); }
  /// From places to pixels; without rotation, upwards is up.
  const QTransform& transform() const { return view_; }

  static constexpr int kMargin = 16;  // px
  static constexpr double kStretch = 2;
  static constexpr double kLeastZoom = 0.5, kMostZoom = 200;

 private:
  QTransform view_;
  double fitScale_ = 1;  // of x
  bool fitted_ = true;
};

}  // namespace timbre::ui
