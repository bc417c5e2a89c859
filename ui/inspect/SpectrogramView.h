/// The spectrogram by the short-time Fourier transform, beside the constant-Q pictures.
#pragma once

#include <optional>

#include "analysis/Spectrogram.h"
#include "ui/inspect/InspectView.h"

class QComboBox;
class QCPColorMap;

namespace timbre::ui {

class TimePlot;

/// GUI thread. Of one sound, on a logarithmic or a linear axis.
class SpectrogramView : public InspectView {
  Q_OBJECT

 public:
  explicit SpectrogramView(AppContext& bench, QWidget* parent = nullptr);

 protected:
  void refresh() override;

 private:
  void fillSounds();
  const InspectedSound* chosen() const;
  analysis::SpectrogramParams params() const;
  void take(const analysis::Spectrogram& picture);
  void colour();
  void labelAxis(const analysis::Spectrogram& picture);
  void showAt(std::optional<QPointF> place);

  TimePlot* plot_;
  QComboBox* sound_;
  QComboBox* axis_;
  QComboBox* window_;
  QCPColorMap* map_ = nullptr;
  std::optional<analysis::Spectrogram> picture_;
};

}  // namespace timbre::ui
