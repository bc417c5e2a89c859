/// The selected note as one model reconstructs it.
#pragma once

#include <optional>
#include <string>

#include "ui/sounds/SynthesisTask.h"
#include "ui/views/AppContext.h"
#include "ui/views/PanelFigures.h"
#include "ui/views/PlayablePlot.h"

namespace timbre::ui {

/// GUI thread. Its sound is the transport's track of the model.
class ReconstructionPanel : public PlayablePlot {
  Q_OBJECT

 public:
  /// `shortcut`: the key that plays it.
  ReconstructionPanel(AppContext& bench, const model::ModelCard& card, const QString& shortcut,
                      QWidget* parent = nullptr);

  const model::ModelCard& card() const { return card_; }
  bool busy() const { return making_.busy(); }

  /// Makes it, from the start. `reference`: the power that is 0 dB, see pictureOf().
  void reconstruct(const dataset::NoteInfo& note, std::optional<double> reference);
  /// What is shown is drawn on another scale.
  void setReference(std::optional<double> reference);
  /// The same, unless this very sound is shown or being made.
  void update(const dataset::NoteInfo& note, std::optional<double> reference);
  /// Its turn will come.
  void showWaiting();
  /// There is no sound of this note; `hint` says why, or nothing.
  void showNothing(const QString& hint = {});
  /// What is being made is given up, by the user's word.
  void cancel();

 private:
  synthesis::ResolvedRequest requestFor(const dataset::NoteInfo& note) const;
  void connectTask();
  void showModel();
  void showFigures(const synthesis::RenderedSound& sound);

  AppContext& bench_;
  const model::ModelCard card_;
  SynthesisTask making_;
  PanelFigures* figures_;
  double key_ = 60;   // MIDI, the note's
  std::string made_;  // the key of what it shows or will show
  Job redrawing_;
};

}  // namespace timbre::ui
