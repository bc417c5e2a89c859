#include "ui/views/ImportModelDialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "checkpoint/ArchiveWalk.h"
#include "checkpoint/Import.h"
#include "ui/PlainText.h"
#include "ui/views/ProgressText.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {
namespace {

constexpr int kArchiveWidth = 460;
constexpr int kMostStages = 14;
constexpr int kMostHop = 16384;
const QString kModelsPurpose = QStringLiteral("models");

}  // namespace

bool mayBeModel(const QString& path) {
  const QFileInfo file(path);
  if (file.isDir())
    return !QDir(path).entryList({QStringLiteral("*.index")}, QDir::Files).isEmpty();
  const QString name = file.fileName();
  for (const char* ending : {".safetensors", ".index", ".meta"}) {
    if (name.endsWith(QLatin1String(ending), Qt::CaseInsensitive)) return true;
  }
  return !checkpoint::archiveEnding(name.toStdString()).empty() ||
         name == QLatin1String("checkpoint") || name.contains(QLatin1String(".data-")) ||
         QFileInfo::exists(path + QStringLiteral(".index"));
}

ImportModelDialog::ImportModelDialog(JobRunner& jobs, Preferences& preferences,
                                     std::filesystem::path folder, QWidget* parent)
    : QDialog(parent), jobs_(jobs), preferences_(preferences), folder_(std::move(folder)) {
  setObjectName(QStringLiteral("importModelDialog"));
  setWindowTitle(tr("Import model"));
  new QVBoxLayout(this);
  buildForm();
  buildButtons();
  showBusy(false);
  // The hint wraps: at this width it needs less height than at its least.
  resize(sizeHint().width(), layout()->heightForWidth(sizeHint().width()));
}

void ImportModelDialog::buildForm() {
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  static_cast<QVBoxLayout*>(layout())->addLayout(form);
  path_ = new QLineEdit(this);
  path_->setObjectName(QStringLiteral("importPath"));
  path_->setMinimumWidth(kArchiveWidth);
  path_->setPlaceholderText(tr("model.ckpt-200000.index, wavenet-ckpt.tar, weights.safetensors …"));
  auto* row = new QHBoxLayout;
  row->addWidget(path_, 1);
  const auto addBrowse = [&](const QString& text, bool folder) {
    auto* button = new QPushButton(text, this);
    button->setAutoDefault(false);
    row->addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, folder] { browse(folder); });
  };
  addBrowse(tr("&File …"), false);
  addBrowse(tr("F&older …"), true);
  auto* label = new QLabel(tr("&Model"), this);
  label->setBuddy(path_);
  form->addRow(label, row);
  auto* hint =
      new QLabel(tr("A TensorFlow checkpoint of NSynth's networks (its folder, .index or archive), "
                    "or a weights "
                    "file (.safetensors). The released checkpoints need no other settings."),
                 this);
  hint->setWordWrap(true);
  form->addRow(QString(), hint);
  averages_ = new QCheckBox(tr("Use the moving averages of the weights"), this);
  averages_->setObjectName(QStringLiteral("importAverages"));
  form->addRow(QString(), averages_);
  const auto addNumber = [&](const QString& text, const char* name, int most, int value,
                             const QString& tip) {
    auto* box = new QSpinBox(this);
    box->setObjectName(QLatin1String(name));
    box->setRange(1, most);
    box->setValue(value);
    box->setToolTip(plainTip(tip));
    form->addRow(text, box);
    return box;
  };
  const checkpoint::ImportOptions standard;
  stages_ = addNumber(tr("&Stages"), "importStages", kMostStages, standard.stages,
                      tr("WaveNet: number of layers after which the dilation starts again at 1. "
                         "The weights do not reveal it."));
  hop_ =
      addNumber(tr("&Hop"), "importHop", kMostHop, standard.hop,
                tr("WaveNet: samples per frame of the embedding. The weights do not reveal it."));
}

void ImportModelDialog::buildButtons() {
  auto* column = static_cast<QVBoxLayout*>(layout());
  told_ = new QLabel(this);
  told_->setObjectName(QStringLiteral("importTold"));
  told_->setWordWrap(true);
  progress_ = new ThinProgressBar(this);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  import_ = buttons->addButton(tr("&Import"), QDialogButtonBox::AcceptRole);
  import_->setObjectName(QStringLiteral("importButton"));
  import_->setDefault(true);
  column->addWidget(told_);
  column->addWidget(progress_);
  column->addStretch(1);
  column->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &ImportModelDialog::import);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(path_, &QLineEdit::textChanged, this, [this] { showBusy(job_.running()); });
}

void ImportModelDialog::setPath(const QString& path) {
  path_->setText(path);
}

checkpoint::ImportOptions ImportModelDialog::options() const {
  return {.averages = averages_->isChecked(), .stages = stages_->value(), .hop = hop_->value()};
}

void ImportModelDialog::browse(bool folder) {
  QFileDialog dialog(this, windowTitle(), preferences_.folder(kModelsPurpose));
  if (folder) {
    dialog.setFileMode(QFileDialog::Directory);
    dialog.setOption(QFileDialog::ShowDirsOnly);
  } else {
    dialog.setFileMode(QFileDialog::ExistingFile);
    dialog.setNameFilters({tr("Models (*.index *.data-* *.tar *.tar.* *.tgz *.zip *.safetensors)"),
                           tr("All files (*)")});
  }
  if (dialog.exec() == QDialog::Accepted) setPath(dialog.selectedFiles().value(0));
}

void ImportModelDialog::import() {
  const QString path = path_->text().trimmed();
  if (path.isEmpty() || job_.running()) return;
  preferences_.setFolder(kModelsPurpose, QFileInfo(path).absolutePath());
  const auto show = [this](const JobProgress& told) {
    progress_->setFraction(told.fraction);
    told_->setText(progressText(tr("Importing"), told));
  };
  job_ = jobs_.run(
      Lane::Compute, this,
      [place = std::filesystem::path(path.toStdString()), folder = folder_, options = options()](
          Progress& progress) { return checkpoint::importModel(place, folder, options, progress); },
      [this](const Result<model::ModelCard>& card) { finish(card); },
      {.progress = show, .priority = 30});
  showBusy(true);
}

void ImportModelDialog::finish(const Result<model::ModelCard>& card) {
  showBusy(false);
  if (!card) {
    const QString sentence = QString::fromStdString(card.error().message);
    told_->setText(sentence);
    emit failed(sentence);
    return;
  }
  emit imported(*card);
  accept();
}

void ImportModelDialog::showBusy(bool busy) {
  for (QWidget* each : {static_cast<QWidget*>(path_), static_cast<QWidget*>(averages_),
                        static_cast<QWidget*>(stages_), static_cast<QWidget*>(hop_)}) {
    each->setEnabled(!busy);
  }
  import_->setEnabled(!busy && !path_->text().trimmed().isEmpty());
  told_->setText(busy ? tr("Importing …") : QString());
  if (busy) {
    progress_->setFraction(-1);
  } else {
    progress_->clear();
  }
}

void ImportModelDialog::reject() {
  job_.cancel();
  QDialog::reject();
}

}  // namespace timbre::ui
