#include "ui/views/NoteForm.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include "base/MidiTable.h"
#include "ui/models/NoteTableModel.h"
#include "ui/widgets/PitchSpinBox.h"

namespace timbre::ui {
namespace {

template <class Names>
QComboBox* choiceOf(const Names& names, const QString& objectName, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(objectName);
  for (const auto name : names) box->addItem(titleOf(name));
  return box;
}

}  // namespace

NoteForm::NoteForm(QWidget* parent)
    : QWidget(parent),
      form_(new QFormLayout(this)),
      pitch_(new PitchSpinBox(this)),
      heard_(new QLabel(this)),
      name_(new QLineEdit(this)),
      family_(choiceOf(dataset::kFamilies, QStringLiteral("importFamily"), this)),
      source_(choiceOf(dataset::kSources, QStringLiteral("importSource"), this)),
      velocity_(new QComboBox(this)) {
  form_->setContentsMargins(0, 0, 0, 0);
  pitch_->setObjectName(QStringLiteral("importPitch"));
  heard_->setObjectName(QStringLiteral("importHeard"));
  heard_->setTextFormat(Qt::PlainText);
  heard_->setWordWrap(true);
  name_->setObjectName(QStringLiteral("importName"));
  velocity_->setObjectName(QStringLiteral("importVelocity"));
  for (const int v : dataset::kVelocities) velocity_->addItem(QString::number(v), v);
  auto* row = new QHBoxLayout;
  row->addWidget(pitch_);
  row->addWidget(heard_, 1);
  auto* pitch = new QLabel(tr("&Pitch"), this);
  pitch->setBuddy(pitch_);
  form_->addRow(pitch, row);
  form_->addRow(tr("&Name"), name_);
  form_->addRow(tr("&Family"), family_);
  form_->addRow(tr("S&ource"), source_);
  form_->addRow(tr("&Velocity"), velocity_);
  connect(pitch_, &QSpinBox::valueChanged, this, [this] {
    pitchTouched_ = true;
    emit edited();
  });
  // Not textEdited: what assistive technology enters counts too.
  connect(name_, &QLineEdit::textChanged, this, &NoteForm::edited);
  for (QComboBox* box : {family_, source_, velocity_})
    connect(box, &QComboBox::activated, this, &NoteForm::edited);
}

void NoteForm::setNote(const dataset::NoteInfo& note) {
  const QSignalBlocker quietPitch(pitch_), quietName(name_);
  pitchTouched_ = false;
  pitch_->setValue(note.pitch < 0 ? kMiddleC : note.pitch);
  const QString name = QString::fromStdString(note.name);
  // While it is typed, the cursor stays where it is, and so does a blank at the end.
  if (name_->text().trimmed() != name) name_->setText(name);
  family_->setCurrentIndex(note.family);
  source_->setCurrentIndex(note.source);
  setVelocity(note.velocity);
}

void NoteForm::setVelocity(int velocity) {
  // Sounds of another program may have one that NSynth was not sampled at.
  if (velocity_->findData(velocity) < 0) velocity_->addItem(QString::number(velocity), velocity);
  velocity_->setCurrentIndex(velocity_->findData(velocity));
}

dataset::NoteInfo NoteForm::applied(dataset::NoteInfo note) const {
  note.pitch = pitch();
  note.name = name_->text().trimmed().toStdString();
  note.family = family_->currentIndex();
  note.source = source_->currentIndex();
  note.velocity = velocity_->currentData().toInt();
  return note;
}

int NoteForm::pitch() const {
  return pitch_->value();
}

void NoteForm::setHeard(const QString& text) {
  heard_->setText(text);
}

void NoteForm::focusPitch() {
  pitch_->setFocus();
  pitch_->selectAll();
}

void NoteForm::focusName() {
  name_->setFocus();
  name_->selectAll();
}

}  // namespace timbre::ui
