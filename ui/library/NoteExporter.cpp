#include "ui/library/NoteExporter.h"

#include <QDrag>
#include <QFileDialog>
#include <QMimeData>
#include <QUrl>

#include "dataset/ExportNotes.h"
#include "ui/CountText.h"
#include "ui/Preferences.h"

namespace timbre::ui {

void NoteExporter::ask(const dataset::NoteLibrary& library, std::vector<int> notes,
                       QWidget* window) {
  Preferences preferences;
  const QString folder = QFileDialog::getExistingDirectory(
      window, tr("Folder for the notes"), preferences.folder(QStringLiteral("sound")));
  if (folder.isEmpty()) return;
  preferences.setFolder(QStringLiteral("sound"), folder);
  count_ = static_cast<qint64>(notes.size());
  folder_ = folder;
  exporting_ = jobs_.run(
      Lane::Compute, this,
      [library, notes = std::move(notes), to = folder.toStdString()](Progress& progress) {
        return dataset::exportNotes(library, notes, to, progress);
      },
      [this, folder](const Result<int>& unread) {
        if (!unread) return emit said(QString::fromStdString(unread.error().message));
        emit said(*unread == 0
                      ? tr("Exported to %1").arg(folder)
                      : tr("Exported to %1; %2 could not be read").arg(folder).arg(*unread));
      },
      {.progress = [this](JobProgress progress) {
        emit said(tr("Exporting: %1 %").arg(qRound(100 * progress.fraction)));
      }});
}

std::optional<Unfinished> NoteExporter::unfinished() const {
  if (!exporting_.running()) return {};
  return Unfinished{countText(count_, tr("Exporting a note is not finished."),
                              tr("Exporting %1 notes is not finished.")),
                    tr("What is written stays in %1, without the table notes.csv.").arg(folder_)};
}

void NoteExporter::dragOut(const dataset::NoteLibrary& library, const std::vector<int>& notes,
                           QWidget* from) {
  QList<QUrl> urls;
  for (const auto& file : dataset::filesOf(library, notes))
    urls << QUrl::fromLocalFile(QString::fromStdString(file.string()));
  if (urls.isEmpty()) return;
  auto* drag = new QDrag(from);
  auto* content = new QMimeData;
  content->setUrls(urls);
  drag->setMimeData(content);
  drag->exec(Qt::CopyAction);
}

}  // namespace timbre::ui
