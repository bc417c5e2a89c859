/// One note several times, on one scale: as it was recorded, and as each ticked model reconstructs
/// it.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/views/AppContext.h"
#include "ui/views/ReconstructionPanel.h"
#include "ui/widgets/PlotGroup.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace timbre::ui {

/// GUI thread. Which models are ticked is kept in the preferences.
class CompareView : public QWidget {
  Q_OBJECT

 public:
  CompareView(AppContext& bench, QWidget* parent = nullptr);

  /// The selected note is played as soon as it is read.
  void playSelected();
  /// Plays the panel at this place, the first model's being 0; nothing where there is none.
  void playModel(int place);
  /// What is being made is given up.
  void cancel();
  void fit() { group_.fit(); }
  /// From now on these models are compared; empty: as if nobody had ticked any.
  void tickModels(const QStringList& names);
  const PlayablePlot& original() const { return *original_; }
  const std::vector<ReconstructionPanel*>& panels() const { return panels_; }

 private:
  struct Original {
    synthesis::RenderedSound sound;
    Picture picture;
  };
  void buildFooter(QVBoxLayout& column);
  void fillMenu();
  void showModels();
  void setPanels(const std::vector<model::ModelCard>& cards);
  void takeNote();
  void loadOriginal(const dataset::NoteInfo& note);
  void showOriginal(const Original& original);
  void showNoNote();
  void rebuild();
  void updatePanels();
  void make(const Track& track);
  void showReadout(std::optional<PlotPoint> point);
  void movePlayhead(std::optional<double> seconds);

  AppContext& bench_;
  PlotGroup group_;
  QHBoxLayout* row_;
  PlayablePlot* original_;
  std::vector<ReconstructionPanel*> panels_;
  QLabel* noModels_;
  QLabel* readout_ = nullptr;
  QToolButton* choose_ = nullptr;
  QMenu* menu_ = nullptr;
  QTimer rest_;  // a note is only reconstructed once the selection rests on it
  Job loading_;
  std::optional<double> reference_;  // the power that is 0 dB in all of them
  bool playWhenLoaded_ = false;
};

}  // namespace timbre::ui
