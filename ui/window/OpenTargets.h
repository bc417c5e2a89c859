/// What the files and folders are that a person wants to open.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <filesystem>
#include <vector>

namespace timbre::ui {

/// Sorted by kind; nothing is read but the names in a folder.
struct OpenTargets {
  QStringList libraries;                      ///< folders of notes and packed datasets
  QStringList sessions;                       ///< files that the program has saved
  QStringList models;                         ///< checkpoints and weights files
  std::vector<std::filesystem::path> sounds;  ///< those in a folder of recordings included
  QStringList pictures;                       ///< PNG, SVG and PDF: they may say what they show
  QStringList unknown;                        ///< nothing that can be opened, or not there

  bool empty() const {
    return libraries.empty() && sessions.empty() && models.empty() && sounds.empty() &&
           pictures.empty();
  }
};

OpenTargets openTargets(const QStringList& paths);

/// The local files among what was dropped.
QStringList localPaths(const QList<QUrl>& urls);

}  // namespace timbre::ui
