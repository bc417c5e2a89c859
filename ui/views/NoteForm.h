/// Name, pitch, velocity, family and source of a sound of the user's own.
#pragma once

#include <QWidget>

#include "dataset/NoteInfo.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace timbre::ui {

class PitchSpinBox;

/// Rows of a form. GUI thread.
class NoteForm : public QWidget {
  Q_OBJECT

 public:
  explicit NoteForm(QWidget* parent = nullptr);

  void setNote(const dataset::NoteInfo& note);  ///< pitch -1: middle C is suggested
  /// Since setNote(), by the person.
  bool pitchTouched() const { return pitchTouched_; }
  /// `note` with what stands in the form.
  dataset::NoteInfo applied(dataset::NoteInfo note) const;
  int pitch() const;
  /// Beside the pitch: "Estimated A4 +3 ct, confidence 97 %".
  void setHeard(const QString& text);
  void focusPitch();
  void focusName();
  /// For a row before the others.
  QFormLayout& rows() { return *form_; }

 signals:
  /// A person has changed something.
  void edited();

 private:
  void setVelocity(int velocity);

  QFormLayout* form_;
  PitchSpinBox* pitch_;
  QLabel* heard_;
  QLineEdit* name_;
  QComboBox* family_;
  QComboBox* source_;
  QComboBox* velocity_;
  bool pitchTouched_ = false;
};

}  // namespace timbre::ui
