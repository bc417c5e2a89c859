/// A QCustomPlot in the window's colours, with a message in its place where there is nothing to
/// show.
#pragma once

#include <QString>
#include <QWidget>
#include <optional>

class QCPItemStraightLine;
class QCustomPlot;
class QLabel;

namespace timbre::ui {

/// GUI thread. Takes mouse and keys itself; the plot inside only draws.
class InspectPlot : public QWidget {
  Q_OBJECT

 public:
  explicit InspectPlot(QWidget* parent);

  QCustomPlot& plot() { return *plot_; }
  /// Instead of the curves, until the next showCurves(): why there are none.
  void showMessage(const QString& text);
  void showCurves();
  bool showsCurves() const;
  /// What is shown instead; empty while curves are.
  QString message() const;
  void showLegend(bool shown);               ///< above the curves; hidden at first
  void setValueLabel(const QString& label);  ///< of the axis upwards: "Level, dB"
  void replot();
  /// The place on the axes under this pixel; none outside.
  std::optional<QPointF> placeAt(QPointF pixel) const;

  QSize sizeHint() const override { return {520, 200}; }
  QSize minimumSizeHint() const override { return {240, 110}; }

 signals:
  /// Palette or font are others: pens must be chosen again.
  void appearanceChanged();

 protected:
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  /// A line from the foot to the top, hidden at first, that moves without the curves being drawn
  /// again.
  QCPItemStraightLine* addMark();
  void putMark(QCPItemStraightLine& mark, std::optional<double> at);
  virtual void applyAppearance();

 private:
  void fitAxis();

  QCustomPlot* plot_;
  QLabel* message_;
  QString valueLabel_;
};

}  // namespace timbre::ui
