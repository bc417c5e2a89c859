/// What the import dialog is built of.
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/NoteTableModel.h"
#include "ui/views/ImportSoundDialog.h"
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

void ImportSoundDialog::buildForm(QVBoxLayout& column) {
  auto* form = new QFormLayout;
  sound_ = new QComboBox(this);
  sound_->setObjectName(QStringLiteral("importWhich"));
  form->addRow(tr("&Sound"), sound_);
  pitch_ = new PitchSpinBox(this);
  pitch_->setObjectName(QStringLiteral("importPitch"));
  heard_ = new QLabel(this);
  heard_->setObjectName(QStringLiteral("importHeard"));
  auto* row = new QHBoxLayout;
  row->addWidget(pitch_);
  row->addWidget(heard_, 1);
  auto* pitch = new QLabel(tr("&Pitch"), this);
  pitch->setBuddy(pitch_);
  form->addRow(pitch, row);
  name_ = new QLineEdit(this);
  name_->setObjectName(QStringLiteral("importName"));
  form->addRow(tr("&Name"), name_);
  family_ = choiceOf(dataset::kFamilies, QStringLiteral("importFamily"), this);
  form->addRow(tr("&Family"), family_);
  source_ = choiceOf(dataset::kSources, QStringLiteral("importSource"), this);
  form->addRow(tr("S&ource"), source_);
  velocity_ = new QComboBox(this);
  velocity_->setObjectName(QStringLiteral("importVelocity"));
  for (const int v : dataset::kVelocities) velocity_->addItem(QString::number(v), v);
  form->addRow(tr("&Velocity"), velocity_);
  column.addLayout(form);
  connect(sound_, &QComboBox::activated, this, &ImportSoundDialog::listen);
}

void ImportSoundDialog::buildButtons(QVBoxLayout& column) {
  progress_ = new QProgressBar(this);
  progress_->setRange(0, static_cast<int>(files_.size()));
  progress_->setFormat(tr("%v of %m files"));
  progress_->setVisible(files_.size() > 1);
  column.addWidget(progress_);
  auto* row = new QHBoxLayout;
  const auto button = [&](const QString& text, const char* name, auto run) {
    auto* made = new QPushButton(text, this);
    made->setObjectName(QLatin1String(name));
    connect(made, &QPushButton::clicked, this, run);
    row->addWidget(made);
    return made;
  };
  auto* stop = button(tr("Cancel"), "importCancel", &ImportSoundDialog::reject);
  stop->setToolTip(tr("Notes that were added stay"));
  row->addStretch(1);
  skip_ = button(tr("S&kip"), "importSkip", &ImportSoundDialog::next);
  rest_ = button(tr("Add &all as heard"), "importRest", &ImportSoundDialog::addRest);
  add_ = button(tr("&Add"), "importAdd", &ImportSoundDialog::add);
  add_->setDefault(true);
  skip_->setVisible(files_.size() > 1);
  rest_->setVisible(files_.size() > 1);
  column.addLayout(row);
}

}  // namespace timbre::ui
