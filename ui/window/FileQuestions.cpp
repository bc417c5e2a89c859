#include "ui/window/FileQuestions.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "ui/session/SavedSession.h"
#include "ui/views/SoundFiles.h"
#include "ui/widgets/SaveDialog.h"

namespace timbre::ui {
namespace {

const QString kLibrary = QStringLiteral("library");
const QString kRecordings = QStringLiteral("recordings");
const QString kSession = QStringLiteral("session");

QString tr(const char* text) {
  return QCoreApplication::translate("FileQuestions", text);
}

}  // namespace

QString FileQuestions::library() const {
  QFileDialog dialog(&window_, tr("Open a folder of notes"), preferences_.folder(kLibrary));
  dialog.setFileMode(QFileDialog::Directory);
  dialog.setOption(QFileDialog::ShowDirsOnly);
  if (dialog.exec() != QDialog::Accepted) return {};
  const QString folder = dialog.selectedFiles().value(0);
  preferences_.setFolder(kLibrary, folder);
  return folder;
}

QString FileQuestions::packedDataset() const {
  QFileDialog dialog(
      &window_, tr("Open a packed dataset"), preferences_.folder(kLibrary),
      tr("Datasets (*.tar *.tar.gz *.tgz *.tar.xz *.txz *.tar.bz2 *.tbz2 *.tar.zst *.tar.lz4 "
         "*.tar.lz *.zip *.tfrecord *.tfrecords *.tfrecord.gz *.tfrecord-*);;"
         "All files (*)"));
  dialog.setFileMode(QFileDialog::ExistingFile);
  if (dialog.exec() != QDialog::Accepted) return {};
  const QString file = dialog.selectedFiles().value(0);
  preferences_.setFolder(kLibrary, QFileInfo(file).absolutePath());
  return file;
}

std::vector<std::filesystem::path> FileQuestions::sounds() const {
  QFileDialog dialog(&window_, tr("Import sounds"), preferences_.folder(kRecordings),
                     soundFileFilter());
  dialog.setFileMode(QFileDialog::ExistingFiles);
  if (dialog.exec() != QDialog::Accepted) return {};
  std::vector<std::filesystem::path> files;
  const QStringList chosen = dialog.selectedFiles();
  for (const QString& file : chosen) files.emplace_back(file.toStdString());
  preferences_.setFolder(kRecordings, dialog.directory().absolutePath());
  return files;
}

QString FileQuestions::sessionToSave() const {
  SaveDialog dialog(&window_, tr("Save the session"), preferences_.folder(kSession),
                    tr("Sessions (*%1)").arg(QLatin1String(kSessionEnding)),
                    QLatin1String(kSessionEnding));
  const QString file = dialog.ask();
  if (file.isEmpty()) return {};
  preferences_.setFolder(kSession, QFileInfo(file).absolutePath());
  return file;
}

}  // namespace timbre::ui
