#include "ui/window/OpenTargets.h"

#include <QDir>
#include <QFileInfo>

#include "checkpoint/ArchiveWalk.h"
#include "dataset/DatasetLocation.h"
#include "ui/session/SavedSession.h"
#include "ui/views/ImportModelDialog.h"
#include "ui/views/SoundFiles.h"

namespace timbre::ui {
namespace {

bool hasFile(const QDir& folder, const QString& pattern) {
  return !folder.entryList({pattern}, QDir::Files).isEmpty();  // in any case
}

bool isPicture(const QFileInfo& file) {
  static const QStringList kEndings{QStringLiteral("png"), QStringLiteral("svg"),
                                    QStringLiteral("pdf")};
  return kEndings.contains(file.suffix().toLower());
}

/// An archive may also be a checkpoint's.
bool isPackedDataset(const QString& path) {
  if (!dataset::isNamedLikeADataset(QFileInfo(path).fileName().toStdString())) return false;
  return path.contains(QLatin1String(".tfrecord"), Qt::CaseInsensitive) || !mayBeModel(path) ||
         !checkpoint::holdsCheckpoint(path.toStdString());
}

void sortFolder(const QString& path, OpenTargets& targets) {
  const QDir folder(path);
  const bool table = hasFile(folder, QStringLiteral("examples.json"));
  if (!table && mayBeModel(path)) {
    targets.models << path;
  } else if (table || hasFile(folder, QStringLiteral("*.tfrecord*"))) {
    targets.libraries << path;
  } else {
    QList<QUrl> inside;
    const auto files = folder.entryInfoList(QDir::Files, QDir::Name | QDir::LocaleAware);
    for (const QFileInfo& file : files) inside << QUrl::fromLocalFile(file.absoluteFilePath());
    auto sounds = soundFilesIn(inside);
    // A folder that holds neither is opened all the same: the library knows best what it misses.
    if (sounds.empty()) targets.libraries << path;
    targets.sounds.insert(targets.sounds.end(), sounds.begin(), sounds.end());
  }
}

void sortFile(const QFileInfo& file, OpenTargets& targets) {
  const QString path = file.absoluteFilePath();
  if (file.fileName().compare(QLatin1String("examples.json"), Qt::CaseInsensitive) == 0) {
    targets.libraries << file.absolutePath();
  } else if (path.endsWith(QLatin1String(kSessionEnding), Qt::CaseInsensitive)) {
    targets.sessions << path;
  } else if (const auto sounds = soundFilesIn({QUrl::fromLocalFile(path)}); !sounds.empty()) {
    targets.sounds.push_back(sounds.front());
  } else if (isPicture(file)) {
    targets.pictures << path;
  } else if (isPackedDataset(path)) {
    targets.libraries << path;
  } else if (mayBeModel(path)) {
    targets.models << path;
  } else {
    targets.unknown << path;
  }
}

}  // namespace

OpenTargets openTargets(const QStringList& paths) {
  OpenTargets targets;
  for (const QString& path : paths) {
    const QFileInfo file(path);
    if (!file.exists()) {
      targets.unknown << path;
    } else if (file.isDir()) {
      sortFolder(file.absoluteFilePath(), targets);
    } else {
      sortFile(file, targets);
    }
  }
  return targets;
}

QStringList localPaths(const QList<QUrl>& urls) {
  QStringList paths;
  for (const QUrl& url : urls)
    if (url.isLocalFile()) paths << url.toLocalFile();
  return paths;
}

}  // namespace timbre::ui
