/// A hair of a progress bar that keeps its place while it is empty, so that nothing jumps.
#pragma once

#include <QWidget>

class QTimer;

namespace timbre::ui {

class ThinProgressBar : public QWidget {
  Q_OBJECT
 public:
  explicit ThinProgressBar(QWidget* parent = nullptr);

  void setFraction(double fraction);  ///< [0, 1]; negative: unknown, a part runs to and fro
  void clear();
  double fraction() const { return fraction_; }
  bool active() const { return active_; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void runOrRest();

  QTimer* clock_;
  double fraction_ = 0;
  bool active_ = false;
  double phase_ = 0;  // of the run to and fro, in turns
};

}  // namespace timbre::ui
