#include "ui/views/CorrectSoundDialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/views/NoteForm.h"

namespace timbre::ui {

CorrectSoundDialog::CorrectSoundDialog(const dataset::NoteInfo& note, QWidget* parent)
    : QDialog(parent), note_(note), form_(new NoteForm(this)) {
  setObjectName(QStringLiteral("correctSoundDialog"));
  setWindowTitle(tr("Correct sound"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  auto* column = new QVBoxLayout(this);
  column->addWidget(form_);
  column->addWidget(buttons);
  form_->setNote(note);
  form_->focusName();
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

dataset::NoteInfo CorrectSoundDialog::corrected() const {
  return form_->applied(note_);
}

}  // namespace timbre::ui
