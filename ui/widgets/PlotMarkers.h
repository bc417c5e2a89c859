/// What is drawn over a picture: crosshair, playhead, where playing begins, what is not there yet.
/// Include it in .cpp files of the widgets only.
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

/// Draws over the inside of the axes; where a second and a key lie there, in whole pixels.
class PlotOverlay : public QCPLayerable {
 public:
  PlotOverlay(QCPAxis* seconds, QCPAxis* keys, const QString& layer);

  QColor tone = Qt::white;
  QColor halo = Qt::black;

 protected:
  QRect clipRect() const override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  double xOf(double seconds) const;
  double yOf(double key) const;

 private:
  QCPAxis* secondsAxis_;
  QCPAxis* keyAxis_;
};

/// Lines through the picture in two tones, so that they are seen on every colour: the crosshair
/// leaves its middle free, the playhead (without a key) has a head.
class Marker : public PlotOverlay {
 public:
  using PlotOverlay::PlotOverlay;
  std::optional<double> seconds;
  std::optional<double> key;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void drawCross(QCPPainter* painter, QPointF at) const;
  void drawPlayhead(QCPPainter* painter, double x) const;
};

/// Where playing begins, as a flag at the foot, and the part that is repeated, between two lines.
class CueMarker : public PlotOverlay {
 public:
  using PlotOverlay::PlotOverlay;
  double start = 0;  ///< 0: nothing is drawn, it is the beginning
  std::optional<Interval> loop;

 protected:
  void draw(QCPPainter* painter) override;
};

/// Takes the colour out of a picture that does not sound while another does, and hatches what is
/// not made yet.
class Veil : public PlotOverlay {
 public:
  using PlotOverlay::PlotOverlay;
  QColor background = Qt::black;
  bool dimmed = false;
  std::optional<double> madeUntil;  ///< seconds; from there on it is hatched

 protected:
  void draw(QCPPainter* painter) override;
};

}  // namespace timbre::ui
