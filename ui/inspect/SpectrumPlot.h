/// Spectra of one moment over a logarithmic frequency axis, with a harmonic comb to drag.
#pragma once

#include <QPen>
#include <optional>
#include <vector>

#include "analysis/SpectrumFrame.h"
#include "ui/inspect/InspectPlot.h"

class QCPItemText;

namespace timbre::ui {

struct SpectrumCurve {
  QString name;
  QPen pen;
  analysis::SpectrumFrame frame;
};

/// Drag moves the comb, a click puts it there; Ctrl+click asks to hear the partial. Wheel zooms in
/// frequency, Shift+wheel moves, double click or F shows the whole; Left and Right move the comb by
/// a cent (Shift: ten), Return asks to hear the fundamental. GUI thread.
class SpectrumPlot : public InspectPlot {
  Q_OBJECT

 public:
  explicit SpectrumPlot(QWidget* parent = nullptr);

  void setCurves(const std::vector<SpectrumCurve>& curves);
  /// Teeth and labels; none takes it away.
  void setComb(const std::optional<analysis::HarmonicComb>& comb);
  /// A line at the crosshair of the pictures; none takes it away.
  void setCursor(std::optional<double> hertz);
  /// For tests.
  QPointF pixelOf(double hertz);

 signals:
  /// The comb's fundamental is to be here; `done`: the hand has let go.
  void combMoved(double hertz, bool done);
  void hearAsked(double hertz);
  void pointed(std::optional<double> hertz);

 protected:
  void applyAppearance() override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void placeComb();
  void placeMarks();
  void addTooth(double hertz, const QString& label, bool found);
  void setRange(double from, double to);
  std::optional<double> hertzAt(QPointF pixel) const;
  /// Where the fundamental goes when the tooth that was taken stands at `hertz`.
  double fundamentalFor(double hertz) const { return hertz / tooth_; }

  QCPItemStraightLine* cursor_;
  std::vector<QCPItemStraightLine*> teeth_;
  std::vector<QCPItemText*> labels_;
  std::optional<analysis::HarmonicComb> comb_;
  bool pressed_ = false;
  bool dragged_ = false;
  int tooth_ = 1;      // the one in the hand
  int axisWidth_ = 0;  // pixels, when the labels were placed
  QPointF press_;
};

}  // namespace timbre::ui
