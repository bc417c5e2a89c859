/// Renames a sound of the user's own, or corrects its pitch and the rest.
#pragma once

#include <QDialog>

#include "dataset/NoteInfo.h"

namespace timbre::ui {

class NoteForm;

/// GUI thread. Changes nothing itself.
class CorrectSoundDialog : public QDialog {
  Q_OBJECT

 public:
  CorrectSoundDialog(const dataset::NoteInfo& note, QWidget* parent);

  /// The note as the form has it.
  dataset::NoteInfo corrected() const;

 private:
  const dataset::NoteInfo note_;
  NoteForm* form_;
};

}  // namespace timbre::ui
