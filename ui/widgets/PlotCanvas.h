/// The drawing part of a rainbowgram plot, on QCustomPlot: axes, image, and what is drawn over it.
/// Include it in .cpp files of the widgets only.
#pragma once

#include <optional>

#include "ui/Theme.h"
#include "ui/widgets/PlotMarkers.h"
#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

/// One image on the axes. Draws the visible cells alone: QCPItemPixmap would scale the whole zoomed
/// rectangle.
class ImagePlottable : public QCPAbstractPlottable {
 public:
  ImagePlottable(QCPAxis* seconds, QCPAxis* keys) : QCPAbstractPlottable(seconds, keys) {}
  void setImage(const QImage& image, const PlotRange& extent);

  double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }
  QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

 private:
  QImage image_;
  PlotRange extent_;
};

/// GUI thread. Takes no input itself; its owner does.
class PlotCanvas : public QCustomPlot {
  Q_OBJECT
 public:
  explicit PlotCanvas(QWidget* parent);

  void setColours(const PlotColours& colours);
  void setAxisFont(const QFont& font);
  void setA4(double hertz);
  /// Lays its axes out as if it were no wider: beside a neighbour that is narrower by a pixel, both
  /// have the same axes and marks. None: by itself.
  void setWidthOfNeighbours(std::optional<int> pixels);
  /// A null image leaves the axes empty. `silence` fills what the image does not cover; invalid:
  /// the colour of an empty area.
  void setImage(const QImage& image, const PlotRange& extent, const QColor& silence);
  void setRange(const PlotRange& range);
  void setCursor(std::optional<double> seconds, std::optional<double> key);
  void setPlayhead(std::optional<double> seconds);
  void setCue(double start, std::optional<Interval> loop);
  void setDimmed(bool dimmed);
  /// From there on the picture is not made yet; none: it is whole.
  void setMadeUntil(std::optional<double> seconds);

  QRect axes() const;  ///< inside the axes, in pixels of this widget
  QPointF pixelOf(double seconds, double key) const;
  double secondsAt(double x) const;
  double keyAt(double y) const;

 signals:
  void resized();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void layOut();
  QSize layoutSize() const;
  void updateTicks();
  void fillArea();

  ImagePlottable* image_ = nullptr;
  Marker* crosshair_ = nullptr;
  Marker* playhead_ = nullptr;
  CueMarker* cue_ = nullptr;
  Veil* veil_ = nullptr;
  PlotColours colours_;
  PlotRange range_;
  double a4_ = 440;
  std::optional<int> widthOfNeighbours_;
  QColor silence_;
};

}  // namespace timbre::ui
