/// A figure of a study in the window, in its colours: a click on a point plays its note.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>
#include <string>

#include "studies/Chart.h"

namespace timbre::ui {

class FigureWidget : public QWidget {
  Q_OBJECT

 public:
  /// `image`: the figure drawn at kZoom (studies::imageOf, on a worker).
  FigureWidget(studies::Figure figure, QImage image, QWidget* parent = nullptr);
  static constexpr double kZoom = 2;
  static constexpr double kMostZoom = 1.5;  ///< that it grows to where there is room

  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 signals:
  /// The id of a note, or the name of one of the study's sounds.
  void soundClicked(const std::string& name);

 protected:
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  QRectF drawn() const;
  std::optional<std::string> soundAt(const QPointF& place) const;

  studies::Figure figure_;
  const QImage paper_;  // black on white
  QImage image_;        // in the window's colours
};

}  // namespace timbre::ui
