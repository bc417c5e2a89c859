/// The drawing part of a rainbowgram plot, on QCustomPlot: axes, image, crosshair, playhead.
/// Include it in .cpp files of the widgets only.
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "ui/Theme.h"
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

/// Lines through the picture in two tones, so that they are seen on every colour: the crosshair
/// leaves its middle free, the playhead (without a key) has a head.
class Marker : public QCPLayerable {
 public:
  Marker(QCPAxis* seconds, QCPAxis* keys, const QString& layer);
  std::optional<double> seconds;
  std::optional<double> key;
  QColor tone = Qt::white;
  QColor halo = Qt::black;

 protected:
  QRect clipRect() const override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QPointF place() const;
  void drawCross(QCPPainter* painter, QPointF at) const;
  void drawPlayhead(QCPPainter* painter, double x) const;

  QCPAxis* secondsAxis_;
  QCPAxis* keyAxis_;
};

/// GUI thread. Takes no input of its own: whoever owns it does.
class PlotCanvas : public QCustomPlot {
  Q_OBJECT
 public:
  explicit PlotCanvas(QWidget* parent);

  void setColours(const PlotColours& colours);
  void setAxisFont(const QFont& font);
  void setA4(double hertz);
  /// A null image leaves the axes empty. `silence` fills what the image does not cover.
  void setImage(const QImage& image, const PlotRange& extent, const QColor& silence);
  void setRange(const PlotRange& range);
  void setCursor(std::optional<double> seconds, std::optional<double> key);
  void setPlayhead(std::optional<double> seconds);

  QRect axes() const;  ///< inside the axes, in pixels of this widget
  QPointF pixelOf(double seconds, double key) const;
  double secondsAt(double x) const;
  double keyAt(double y) const;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void layOut();
  void updateTicks();

  ImagePlottable* image_ = nullptr;
  Marker* crosshair_ = nullptr;
  Marker* playhead_ = nullptr;
  PlotColours colours_;
  PlotRange range_;
  double a4_ = 440;
  bool hasImage_ = false;
  QColor silence_ = Qt::black;
};

}  // namespace timbre::ui
