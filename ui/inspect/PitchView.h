/// The pitch of the sounds that are compared, from moment to moment.
#pragma once

#include <vector>

#include "analysis/PitchCurve.h"
#include "ui/inspect/InspectView.h"

class QComboBox;

namespace timbre::ui {

class TimePlot;

/// GUI thread. In cents from each sound's own key or in Hz; fainter where it is less certain.
class PitchView : public InspectView {
  Q_OBJECT

 public:
  explicit PitchView(AppContext& bench, QWidget* parent = nullptr);

 protected:
  void refresh() override;

 private:
  void draw();
  void addCurve(std::size_t place);
  void addConfidence(std::size_t place);
  double keyOf(std::size_t place) const;
  double valueOf(double hertz, double key) const;
  QString valueLabel() const;
  QString figuresOf(std::size_t place) const;
  void showFiguresOfAll();
  void showAt(std::optional<QPointF> place);

  TimePlot* plot_;
  QComboBox* unit_;
  std::vector<InspectedSound> shown_;
  std::vector<analysis::PitchCurve> curves_;  // of shown_
};

}  // namespace timbre::ui
