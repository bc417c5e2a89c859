/// A piano strip: the selected note, decoded at another pitch.
#pragma once

#include <map>

#include "ui/inspect/InspectView.h"

class QComboBox;

namespace timbre::ui {

class PianoKeyboard;

/// GUI thread. Sounds that were made stay until another note or model is chosen.
class PianoView : public InspectView {
  Q_OBJECT

 public:
  explicit PianoView(AppContext& bench, QWidget* parent = nullptr);

 protected:
  void refresh() override;

 private:
  void fillModels();
  void showReady();
  const model::ModelCard* card() const;
  void play(int key);
  void make(int key, const dataset::NoteInfo& note, const model::ModelCard& card);
  void sound(int key, const synthesis::RenderedSound& made);

  PianoKeyboard* keys_;
  QComboBox* model_;
  std::map<int, synthesis::RenderedSound> made_;  // by key
  QString madeOf_;                                // note and model
};

}  // namespace timbre::ui
