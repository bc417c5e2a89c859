/// What the colours of a difference mean: quieter to louder, with its decibels.
#pragma once

#include <QWidget>

namespace timbre::ui {

/// GUI thread.
class DifferenceLegend : public QWidget {
  Q_OBJECT

 public:
  explicit DifferenceLegend(QWidget* parent = nullptr);

  /// As the pictures are: on white or on black.
  void setOnWhite(bool onWhite);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool onWhite_ = false;
};

}  // namespace timbre::ui
