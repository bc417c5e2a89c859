// What the File menu does.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>

#include "base/Files.h"
#include "dataset/UserLibrary.h"
#include "ui/MainWindow.h"
#include "ui/views/ImportModelDialog.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/LibraryOpener.h"
#include "ui/views/NoticeBar.h"
#include "ui/views/TrainingWindow.h"

namespace timbre::ui {

void MainWindow::fillRecent() {
  recent_->clear();
  const QStringList folders = bench_->preferences.recentLibraries();
  for (const QString& folder : folders) {
    if (!QDir(folder).exists()) continue;
    QAction* made = recent_->addAction(QDir(folder).dirName());
    made->setToolTip(folder);
    connect(made, &QAction::triggered, this,
            [this, folder] { opener_->open(folder.toStdString()); });
  }
  recent_->setEnabled(!recent_->isEmpty());
  if (recent_->isEmpty()) return;
  recent_->addSeparator();
  QAction* forget = recent_->addAction(tr("&Clear this list"));
  connect(forget, &QAction::triggered, this, [this] {
    bench_->preferences.forgetLibraries();
    fillRecent();
  });
}

void MainWindow::askPackedLibrary() {
  QFileDialog dialog(this, tr("Open a packed dataset"),
                     bench_->preferences.folder(QStringLiteral("library")),
                     tr("Datasets (*.tar.gz *.tgz *.tar *.tfrecord)"));
  dialog.setFileMode(QFileDialog::ExistingFile);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString file = dialog.selectedFiles().value(0);
  bench_->preferences.setFolder(QStringLiteral("library"), QFileInfo(file).absolutePath());
  opener_->open(file.toStdString());
}

void MainWindow::askLibrary() {
  QFileDialog dialog(this, tr("Open a folder of notes"),
                     bench_->preferences.folder(QStringLiteral("library")));
  dialog.setFileMode(QFileDialog::Directory);
  dialog.setOption(QFileDialog::ShowDirsOnly);
  if (dialog.exec() != QDialog::Accepted) return;
  const QString folder = dialog.selectedFiles().value(0);
  bench_->preferences.setFolder(QStringLiteral("library"), folder);
  opener_->open(folder.toStdString());
}

void MainWindow::importModel(const QString& path) {
  auto* dialog = new ImportModelDialog(*bench_, modelsFolder_, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportModelDialog::failed, notice_, &NoticeBar::setText);
  connect(dialog, &ImportModelDialog::imported, this, [this](const model::ModelCard& card) {
    showNotice();
    bench_->session.setModel(card.name);  // before it is there: the views begin with it at once
    bench_->models.add(card);
    say(tr("Imported as %1; it rebuilds and morphs from now on")
            .arg(QString::fromStdString(card.name)));
  });
  dialog->open();
  if (path.isEmpty()) return;
  dialog->setPath(path);
  dialog->import();
}

void MainWindow::showTraining() {
  if (!training_) {
    training_ = new TrainingWindow(*bench_, trainer_, modelsFolder_, this);
    connect(training_, &TrainingWindow::added, this, [this](const model::ModelCard& card) {
      bench_->session.setModel(card.name);
      bench_->models.add(card);
    });
  }
  training_->show();
  training_->raise();
  training_->activateWindow();
}

void MainWindow::openOwnSounds(const std::string& selected) {
  const auto folder = dataset::ownSoundsFolder();
  if (!isFile(folder / "examples.json"))
    return say(tr("You have no sounds yet: import one or drop it here"));
  opener_->open(folder, true, selected);
}

void MainWindow::askSounds() {
  QFileDialog dialog(this, tr("Import sounds"),
                     bench_->preferences.folder(QStringLiteral("recordings")), soundFileFilter());
  dialog.setFileMode(QFileDialog::ExistingFiles);
  if (dialog.exec() != QDialog::Accepted) return;
  std::vector<std::filesystem::path> files;
  const QStringList chosen = dialog.selectedFiles();
  for (const QString& file : chosen) files.emplace_back(file.toStdString());
  bench_->preferences.setFolder(QStringLiteral("recordings"), dialog.directory().absolutePath());
  importSounds(std::move(files));
}

void MainWindow::importSounds(std::vector<std::filesystem::path> files) {
  if (files.empty()) return;
  auto* dialog = new ImportSoundDialog(*bench_, dataset::ownSoundsFolder(), std::move(files), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportSoundDialog::imported, this, [this](const QString& id, int notes) {
    say(notes == 1 ? tr("1 sound imported") : tr("%1 sounds imported").arg(notes));
    openOwnSounds(id.toStdString());
  });
  connect(dialog, &ImportSoundDialog::refusedSome, this, &MainWindow::tellRefused);
  dialog->open();
}

void MainWindow::tellRefused(const QStringList& sentences) {
  auto* box = new QMessageBox(QMessageBox::Warning, tr("Import sound"),
                              sentences.size() == 1
                                  ? tr("1 file was not imported")
                                  : tr("%1 files were not imported").arg(sentences.size()),
                              QMessageBox::Ok, this);
  box->setObjectName(QStringLiteral("importRefused"));
  constexpr int kShown = 5;
  box->setInformativeText(sentences.mid(0, kShown).join(QStringLiteral("\n\n")));
  if (sentences.size() > kShown) box->setDetailedText(sentences.join(QLatin1Char('\n')));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

}  // namespace timbre::ui
