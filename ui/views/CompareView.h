/// One note several times, on one scale: as it was recorded, and as each ticked model reconstructs
/// it.
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/views/AppContext.h"
#include "ui/views/OriginalPanel.h"
#include "ui/views/PlotCues.h"
#include "ui/views/ReconstructionPanel.h"
#include "ui/widgets/PlotGroup.h"

class QHBoxLayout;
class QLabel;

namespace timbre::ui {

class CompareFooter;

/// GUI thread. Which models are ticked is kept in the preferences.
class CompareView : public QWidget {
  Q_OBJECT

 public:
  explicit CompareView(AppContext& bench, QWidget* parent = nullptr);

  /// The selected note is played as soon as it is read.
  void playSelected();
  /// Switches the playing sound to the model at this place, the first being 0; no effect where
  /// there is none.
  void switchToModel(int place);
  /// By which a person knows the panels, in their order.
  QStringList modelNames() const;
  /// What is being made is given up.
  void cancel();
  void fit();
  /// From now on these models are compared; empty: as if none were ticked.
  void tickModels(const QStringList& names);
  OriginalPanel& original() const { return *original_; }
  const std::vector<ReconstructionPanel*>& panels() const { return panels_; }

 signals:
  void panelsChanged();
  void blindTestAsked();

 private:
  void connectFooter();
  void connectWorld();
  void showModels();
  void setPanels(const std::vector<model::ModelCard>& cards);
  void addPanel(const model::ModelCard& card);
  void nameTracks();
  void showLayers();
  std::optional<double> reference() const;
  void takeNote();
  void rebuild();
  void updatePanels();
  void make(const Track& track);
  void connectLink();
  void showReadout(std::optional<PlotPoint> point);
  void movePlayhead(std::optional<double> seconds);

  AppContext& bench_;
  PlotGroup group_;
  PlotCues cues_;
  QHBoxLayout* row_;
  OriginalPanel* original_;
  std::vector<ReconstructionPanel*> panels_;
  QLabel* noModels_;
  CompareFooter* footer_;
  QTimer rest_;  // a note is only reconstructed once the selection rests on it
};

}  // namespace timbre::ui
