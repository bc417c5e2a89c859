#include "ui/views/ExportDialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace timbre::ui {
namespace {

constexpr int kPathWidth = 420;

/// Whether the name ends as a kind of file that this program does not write: to be refused, not
/// hidden behind an ending of ours.
bool meansAnother(const QString& path) {
  static const QStringList others{
      QStringLiteral("aac"),  QStringLiteral("aif"),  QStringLiteral("aiff"),
      QStringLiteral("caf"),  QStringLiteral("eps"),  QStringLiteral("flac"),
      QStringLiteral("gif"),  QStringLiteral("jpeg"), QStringLiteral("jpg"),
      QStringLiteral("m4a"),  QStringLiteral("mp3"),  QStringLiteral("ogg"),
      QStringLiteral("opus"), QStringLiteral("pdf"),  QStringLiteral("png"),
      QStringLiteral("svg"),  QStringLiteral("tif"),  QStringLiteral("tiff"),
      QStringLiteral("wav"),  QStringLiteral("webp")};
  return others.contains(QFileInfo(path).suffix().toLower());
}

}  // namespace

ExportDialog::ExportDialog(const QString& title, const QString& purpose, Preferences& preferences,
                           JobRunner& jobs, QWidget* parent)
    : QDialog(parent), purpose_(purpose), preferences_(preferences), jobs_(jobs) {
  setWindowTitle(title);
  auto* column = new QVBoxLayout(this);
  form_ = new QFormLayout;
  form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  column->addLayout(form_);
}

QComboBox* ExportDialog::addChoice(const QString& label, const QString& name,
                                   const QStringList& entries) {
  auto* box = new QComboBox(this);
  box->setObjectName(name);
  box->addItems(entries);
  box->setCurrentIndex(std::max(0, box->findText(remembered(name, entries.value(0)))));
  form_->addRow(label, box);
  connect(box, &QComboBox::activated, this,
          [this, box, name] { remember(name, box->currentText()); });
  return box;
}

void ExportDialog::addPath() {
  path_ = new QLineEdit(this);
  path_->setObjectName(QStringLiteral("exportPath"));
  path_->setMinimumWidth(kPathWidth);
  auto* browse = new QPushButton(tr("&Browse …"), this);
  browse->setObjectName(QStringLiteral("browseButton"));
  browse->setAutoDefault(false);
  auto* row = new QHBoxLayout;
  row->addWidget(path_, 1);
  row->addWidget(browse);
  auto* label = new QLabel(tr("&File"), this);
  label->setBuddy(path_);
  form_->addRow(label, row);
  error_ = new QLabel(this);
  error_->setObjectName(QStringLiteral("exportError"));
  error_->setWordWrap(true);
  error_->hide();
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
  save_ = buttons->button(QDialogButtonBox::Save);
  save_->setObjectName(QStringLiteral("saveButton"));
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(error_);
  column->addStretch(1);
  column->addWidget(buttons);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::save);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ExportDialog::suggest(const QString& stem, const QString& suffix) {
  suffix_ = suffix;
  if (path_->text() != suggested_) {  // typed by the user: only the ending follows
    const QString typed = path_->text();
    path_->setText(typed.chopped(ending(typed).size()) + suffix);
    return;
  }
  QString folder = preferences_.folder(purpose_);
  if (folder.isEmpty() || !QDir(folder).exists()) {
    folder = QStandardPaths::writableLocation(purpose_ == QLatin1String("sound")
                                                  ? QStandardPaths::MusicLocation
                                                  : QStandardPaths::PicturesLocation);
    if (!QDir(folder).exists()) folder = QDir::homePath();
  }
  suggested_ = folder + QLatin1Char('/') + stem + suffix;
  path_->setText(suggested_);
}

/// Its ending where that is one of ours, as it stands there; "kick 1.5" has none.
QString ExportDialog::ending(const QString& path) const {
  for (const QString& known : endings())
    if (path.endsWith(known, Qt::CaseInsensitive)) return path.right(known.size());
  return {};
}

QString ExportDialog::remembered(const QString& name, const QString& standard) const {
  return preferences_.choice(name, standard);
}

void ExportDialog::remember(const QString& name, const QString& value) {
  preferences_.setChoice(name, value);
}

void ExportDialog::browse() {
  QFileDialog dialog(this, windowTitle(), QFileInfo(path_->text()).path(), filter());
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setDefaultSuffix(suffix_.mid(1));
  dialog.selectFile(QFileInfo(path_->text()).fileName());
  if (dialog.exec() != QDialog::Accepted) return;
  agreed_ = dialog.selectedFiles().value(0);
  path_->setText(agreed_);
}

void ExportDialog::save() {
  QString path = path_->text().trimmed();
  if (path.isEmpty()) return;
  if (ending(path).isEmpty() && !meansAnother(path)) path += suffix_;
  if (!mayOverwrite(path)) return;
  save_->setEnabled(false);
  error_->hide();
  jobs_.run(
      Lane::Compute, this,
      [work = saving(), path = std::filesystem::path(path.toStdString())](Progress&) {
        return work(path);
      },
      [this, path](const Result<void>& result) { finish(result, path); });
}

void ExportDialog::finish(const Result<void>& result, const QString& path) {
  save_->setEnabled(true);
  if (!result) {
    error_->setText(QString::fromStdString(result.error().message));
    error_->show();
    return;
  }
  preferences_.setFolder(purpose_, QFileInfo(path).absolutePath());
  emit saved(path);
  accept();
}

bool ExportDialog::mayOverwrite(const QString& path) {
  if (path == agreed_ || !QFileInfo::exists(path)) return true;
  return QMessageBox::question(this, windowTitle(),
                               tr("%1 already exists. Replace it?").arg(path)) == QMessageBox::Yes;
}

}  // namespace timbre::ui
