/// The legend of a rainbowgram's colours: the phase advance as the angle of a disc, the level from
/// its middle outwards.
#pragma once

#include <QImage>
#include <QWidget>

#include "spectral/Colour.h"

class QPainter;

namespace timbre::ui {

/// GUI thread.
class ColourLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ColourLegend(QWidget* parent = nullptr);

  void setMap(spectral::ColourMap map);
  spectral::ColourMap map() const { return map_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void describe();

  spectral::ColourMap map_ = spectral::ColourMap::Rainbow;
};

/// The same on paper; any thread. Letters in the painter's font and `text`; fits into `box` from
/// 120 x 60 on. Grey has no hues: a bar.
void paintLegend(QPainter& painter, const QRectF& box, spectral::ColourMap map, double floorDb,
                 const QColor& text);

}  // namespace timbre::ui
