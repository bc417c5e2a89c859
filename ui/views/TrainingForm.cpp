#include "ui/views/TrainingForm.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>

#include "ui/Text.h"

namespace timbre::ui {
namespace {

constexpr double kMostMinutes = 60 * 24 * 365;
constexpr double kUsualMinutes = 60;
const QString kTrainingPurpose = QStringLiteral("training");

}  // namespace

TrainingForm::TrainingForm(const ModelList& models, Preferences& preferences,
                           std::filesystem::path runs, QWidget* parent)
    : QWidget(parent), models_(models), preferences_(preferences), runs_(std::move(runs)) {
  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  buildChoices(*form);
  notes_ = addFolder(*form, tr("&Notes"), "trainingNotes");
  notes_->setToolTip(tr("A folder of notes in NSynth's format, or a training pack"));
  run_ = addFolder(*form, tr("R&un folder"), "trainingRun");
  run_->setToolTip(tr("Holds the weights, the curves and the checkpoint to resume from"));
  minutes_ = new QDoubleSpinBox(this);
  minutes_->setObjectName(QStringLiteral("trainingMinutes"));
  minutes_->setRange(0.1, kMostMinutes);
  minutes_->setDecimals(1);
  minutes_->setValue(kUsualMinutes);
  minutes_->setSuffix(tr(" min"));
  form->addRow(tr("Tra&in for"), minutes_);
  more_ = new QLineEdit(this);
  more_->setObjectName(QStringLiteral("trainingMore"));
  more_->setPlaceholderText(tr("--batch 4 --set width=32"));
  more_->setToolTip(tr("Further command-line options: see timbre train --help"));
  form->addRow(tr("&Options"), more_);
  connect(run_, &QLineEdit::textChanged, this, &TrainingForm::runChanged);
  connect(kind_, &QComboBox::currentIndexChanged, this, &TrainingForm::suggestRun);
  connect(init_, &QComboBox::currentIndexChanged, this, &TrainingForm::showChoices);
  connect(&models_, &ModelList::changed, this, &TrainingForm::fillModels);
  fillModels();
  suggestRun();
}

void TrainingForm::buildChoices(QFormLayout& form) {
  kind_ = new QComboBox(this);
  kind_->setObjectName(QStringLiteral("trainingKind"));
  kind_->addItem(tr("WaveNet, compact"), QStringLiteral("wavenet-compact"));
  kind_->addItem(tr("Baseline, compact"), QStringLiteral("baseline-compact"));
  kind_->addItem(tr("WaveNet, as in the paper (slow)"), QStringLiteral("wavenet-paper"));
  kind_->addItem(tr("Baseline, as in the paper (slow)"), QStringLiteral("baseline-paper"));
  form.addRow(tr("&Model"), kind_);
  init_ = new QComboBox(this);
  init_->setObjectName(QStringLiteral("trainingInit"));
  init_->setToolTip(tr("A model to start from also sets the configuration"));
  form.addRow(tr("Start &from"), init_);
  pitch_ = new QCheckBox(tr("&Give the decoder the pitch"), this);
  pitch_->setObjectName(QStringLiteral("trainingPitch"));
  pitch_->setChecked(true);  // for the same number of samples this keeps the pitch far sooner
  pitch_->setToolTip(
      tr("Pitch conditioning, as in the paper: the embedding then need not hold the pitch"));
  form.addRow(QString(), pitch_);
}

QLineEdit* TrainingForm::addFolder(QFormLayout& form, const QString& title, const char* name) {
  auto* row = new QHBoxLayout;
  auto* edit = new QLineEdit(this);
  edit->setObjectName(QLatin1String(name));
  auto* browse = new QPushButton(QStringLiteral("…"), this);
  browse->setAccessibleName(tr("Choose a folder"));
  browse->setToolTip(tr("Choose a folder"));
  browse->setMaximumWidth(36);
  row->addWidget(edit, 1);
  row->addWidget(browse);
  auto* label = new QLabel(title, this);
  label->setBuddy(edit);
  form.addRow(label, row);
  connect(browse, &QPushButton::clicked, this, [this, edit] {
    const QString at =
        edit->text().isEmpty() ? preferences_.folder(kTrainingPurpose) : edit->text();
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Choose a folder"), at);
    if (chosen.isEmpty()) return;
    preferences_.setFolder(kTrainingPurpose, chosen);
    edit->setText(chosen);
  });
  return edit;
}

Result<TrainingPlan> TrainingForm::plan() const {
  if (notes().isEmpty()) return fail(ErrorCode::BadFormat, "Choose a folder of notes first");
  TrainingPlan plan;
  plan.run = run();
  plan.notes << notes();
  plan.minutes = minutes();
  plan.config = kind_->currentData().toString();
  if (const auto* card = models_.named(init_->currentData().toString().toStdString())) {
    plan.init = textOf(card->file.string());
    auto sizes = writeSizes(plan.run, QByteArray::fromStdString(card->config));
    if (!sizes) return tl::unexpected(sizes.error());
    plan.config = *sizes;
  } else {
    plan.more << QStringLiteral("--set")
              << QStringLiteral("pitch_conditioned=%1")
                     .arg(pitch_->isChecked() ? QStringLiteral("true") : QStringLiteral("false"));
  }
  plan.more << QProcess::splitCommand(more_->text());
  return plan;
}

QString TrainingForm::run() const {
  return run_->text().trimmed();
}

double TrainingForm::minutes() const {
  return minutes_->value();
}

QString TrainingForm::notes() const {
  return notes_->text().trimmed();
}

void TrainingForm::setNotes(const QString& folder) {
  notes_->setText(folder);
}

QString TrainingForm::kind() const {
  const QString known = kindOfRun(run());
  return known.isEmpty() ? kind_->currentData().toString() : known;
}

void TrainingForm::fillModels() {
  const QVariant chosen = init_->currentData();
  const QSignalBlocker quiet(init_);
  init_->clear();
  init_->addItem(tr("Random weights"));
  for (const auto& card : models_.cards()) init_->addItem(textOf(card.name), textOf(card.name));
  init_->setCurrentIndex(std::max(0, chosen.isValid() ? init_->findData(chosen) : 0));
}

void TrainingForm::suggestRun() {
  const QDir runs(textOf(runs_.string()));
  const QString kind = kind_->currentData().toString();
  int number = 1;
  const auto name = [&] { return kind + QStringLiteral("-%1").arg(number); };
  while (runs.exists(name())) ++number;
  run_->setText(runs.filePath(name()));
}

void TrainingForm::showChoices() {
  const bool fresh = !init_->currentData().isValid();
  kind_->setEnabled(fresh);
  pitch_->setEnabled(fresh);
}

}  // namespace timbre::ui
