/// The curves of a training: loss against the samples or notes used.
#pragma once

#include <QWidget>

#include "ui/training/Metrics.h"

class QCPItemText;
class QCustomPlot;

namespace timbre::ui {

/// GUI thread. Looks only: no input of its own.
class CurvePlot : public QWidget {
  Q_OBJECT

 public:
  explicit CurvePlot(QWidget* parent = nullptr);

  /// `unit`: of the loss; `seen`: what the run counts, "Audio samples" or "Notes".
  void setUnits(const QString& unit, const QString& seen);
  void setMetrics(const Metrics& metrics);
  /// The horizontal axis.
  void setLogarithmic(bool logarithmic);

  /// Points of a curve: 0 training, 1 held-out pitches, 2 unseen instruments.
  int points(int curve) const;
  QSize minimumSizeHint() const override { return {320, 160}; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyAppearance();
  void fit();

  QCustomPlot* plot_;
  QCPItemText* empty_;
  bool logarithmic_ = false;
};

}  // namespace timbre::ui
