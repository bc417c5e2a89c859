/// The File menu: opens libraries, imports sounds and models, trains.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/audioout/Microphone.h"
#include "ui/session/SessionKeeper.h"
#include "ui/views/LibraryOpener.h"
#include "ui/window/ActionTable.h"
#include "ui/window/DescriptionOpener.h"
#include "ui/window/FileQuestions.h"
#include "ui/window/OpenTargets.h"
#include "ui/window/RecentLibraries.h"

class QDialog;
class QMimeData;

namespace timbre::ui {

class TrainingWindow;

/// GUI thread. Whatever a person points at, by dialog, drop or command line, is opened here.
class FileActions : public QObject {
  Q_OBJECT

 public:
  FileActions(AppContext& bench, const WindowParts& parts, QWidget& window);

  std::vector<ActionRow> rows();
  QMenu& recentMenu() { return *recent_; }
  /// For tests: another one than the system's.
  void useMicrophone(std::function<std::unique_ptr<Microphone>()> microphone) {
    microphone_ = std::move(microphone);
  }
  LibraryOpener& opener() { return opener_; }
  SessionKeeper& session() { return keeper_; }
  /// The training window, if there is one.
  TrainingWindow* training() const { return training_; }

  /// What is open at the start: the session as it was left, else the last library, else the
  /// starter library.
  void openLast();
  /// Opens what these files and folders are: a library, sounds, a model, several at once. A sound
  /// alone and a picture put the window into the state that they describe; other sounds become
  /// notes. notice() reports anything else.
  void open(const QStringList& paths);
  /// Makes notes of these sounds; the first then becomes note A or B, unless it is None. The dialog
  /// that asks; null when there are no files.
  enum class Slot { None, A, B };
  QDialog* importSounds(std::vector<std::filesystem::path> files, Slot slot);
  /// What dropping this would do, a sentence; empty: it can do nothing with it.
  QString dropHint(const QMimeData& dragged) const;

 signals:
  void said(const QString& sentence);
  /// What stays to be read until it is put right; empty: nothing any more.
  void notice(const QString& sentence);
  /// The library that is open, by the name a person knows it by.
  void libraryOpened(const QString& name);
  /// New notes are there; they should be seen.
  void imported();
  /// A file that was opened compared these models.
  void modelsCompared(const QStringList& names);

 private:
  void openLibrary(const QString& path);
  void openOwnSounds();
  void openSession(const QString& path);
  void saveSession(const QString& file);
  void record();
  void takeImported(const QStringList& ids, Slot slot);
  void openSounds(std::vector<std::filesystem::path> files, bool alone);
  QStringList openPictures(const QStringList& pictures);
  void importModel(const QString& path = {});
  void showTraining();
  void tellRefused(const QStringList& sentences);
  QString libraryName() const;

  AppContext& bench_;
  QWidget& window_;
  const std::filesystem::path modelsFolder_;
  const QString trainer_;
  LibraryOpener opener_;
  DescriptionOpener descriptions_;
  SessionKeeper keeper_;
  FileQuestions questions_;
  QPointer<RecentLibraries> recent_;
  QString unopened_;  ///< what else was asked for with the library that is being opened; a sentence
  TrainingWindow* training_ = nullptr;  // the window's child
  std::function<std::unique_ptr<Microphone>()> microphone_;
};

}  // namespace timbre::ui
