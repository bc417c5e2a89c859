/// The waveforms of the sounds that are compared, with their envelopes.
#pragma once

#include <vector>

#include "analysis/LevelCurve.h"
#include "ui/inspect/InspectView.h"

class QCheckBox;

namespace timbre::ui {

class TimePlot;

/// GUI thread. Overlaid or one above the other; down to single samples.
class WaveformView : public InspectView {
  Q_OBJECT

 public:
  explicit WaveformView(AppContext& bench, QWidget* parent = nullptr);

 protected:
  void refresh() override;

 private:
  void take(const std::vector<analysis::LevelCurve>& levels);
  void draw();
  void addWave(std::size_t place, double offset);
  void addEnvelope(std::size_t place, double offset);
  void labelAxis();
  void showSamples();

  TimePlot* plot_;
  QCheckBox* stacked_;
  QCheckBox* envelopes_;
  std::vector<InspectedSound> shown_;
  std::vector<analysis::LevelCurve> levels_;  // of shown_
};

}  // namespace timbre::ui
