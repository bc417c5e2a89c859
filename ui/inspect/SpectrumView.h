/// The spectrum at the crosshair: the original against the sound that is current, with a harmonic
/// comb and the table of its partials.
#pragma once

#include <optional>
#include <vector>

#include "ui/inspect/InspectView.h"
#include "ui/inspect/SpectrumPlot.h"

class QCheckBox;
class QTableWidget;

namespace timbre::ui {

/// GUI thread.
class SpectrumView : public InspectView {
  Q_OBJECT

 public:
  explicit SpectrumView(AppContext& bench, QWidget* parent = nullptr);

  /// The comb that is shown; none while there is none.
  const std::optional<analysis::HarmonicComb>& comb() const { return comb_; }

 protected:
  void refresh() override;

 private:
  struct Shown {
    InspectedSound sound;
    analysis::SpectrumFrame frame;
  };
  void connectAll();
  std::vector<InspectedSound> wanted() const;
  void take(const std::vector<Shown>& shown);
  void drawCurves();
  void moveComb(double hertz, bool done);
  void showComb();
  void fillTable();
  void showText();
  void hear(double hertz);
  const Shown* measured() const { return shown_.empty() ? nullptr : &shown_.back(); }

  SpectrumPlot* plot_;
  QTableWidget* table_;
  QCheckBox* snap_;
  std::vector<Shown> shown_;    // the original, and the current sound where it is another
  std::optional<double> wish_;  // where the user has put the comb, Hz; none: on the note's pitch
  std::optional<analysis::HarmonicComb> comb_;
  QString noteOfComb_;  // the wish holds for this note alone
};

}  // namespace timbre::ui
