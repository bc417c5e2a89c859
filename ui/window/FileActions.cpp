#include "ui/window/FileActions.h"

#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>

#include <utility>

#include "dataset/UserLibrary.h"
#include "ui/CountText.h"
#include "ui/audioout/QtMicrophone.h"
#include "ui/views/ImportModelDialog.h"
#include "ui/views/ImportSoundDialog.h"
#include "ui/views/RecordDialog.h"
#include "ui/views/SentencesBox.h"
#include "ui/views/TrainingWindow.h"

namespace timbre::ui {

FileActions::FileActions(AppContext& bench, const WindowParts& parts, QWidget& window)
    : QObject(&window),
      bench_(bench),
      window_(window),
      modelsFolder_(parts.modelsFolder),
      trainer_(parts.trainer),
      opener_(bench, parts.embeddedLibrary),
      descriptions_(bench),
      keeper_(bench.session, bench.preferences, parts.embeddedLibrary),
      questions_(bench.preferences, window),
      recent_(new RecentLibraries(bench.preferences, &window)),
      microphone_([] { return std::make_unique<QtMicrophone>(); }) {
  connect(recent_, &RecentLibraries::chosen, this, &FileActions::openLibrary);
  connect(&opener_, &LibraryOpener::refused, this, [this](const QString& sentence) {
    emit notice(sentence.isEmpty() ? std::exchange(unopened_, {}) : sentence);
  });
  connect(&opener_, &LibraryOpener::progressed, this, &FileActions::said);
  connect(&opener_, &LibraryOpener::opened, this, [this] {
    recent_->fill();
    emit libraryOpened(libraryName());
  });
  connect(&bench.ownSounds, &OwnSoundEdits::failed, this, &FileActions::notice);
  connect(&bench.ownSounds, &OwnSoundEdits::edited, this,
          [this](const QString& id) { opener_.refresh(id.toStdString()); });
  connect(&descriptions_, &DescriptionOpener::notice, this, &FileActions::notice);
  connect(&descriptions_, &DescriptionOpener::said, this, &FileActions::said);
  connect(&descriptions_, &DescriptionOpener::modelsCompared, this, &FileActions::modelsCompared);
  connect(&descriptions_, &DescriptionOpener::undescribed, this,
          [this](const std::filesystem::path& sound) { importSounds({sound}, Slot::None); });
}

std::vector<ActionRow> FileActions::rows() {
  return {
      {ActionId::OpenLibrary,
       "openLibraryAction",
       tr("&Open library …"),
       {QKeySequence::Open},
       [this] { openLibrary(questions_.library()); },
       tr("Open a folder of notes in NSynth's format")},
      {.id = ActionId::OpenPacked,
       .name = "openPackedAction",
       .text = tr("Open &packed dataset …"),
       .run = [this] { openLibrary(questions_.packedDataset()); },
       .tip = tr("Open the dataset as downloaded (.tar.gz or .tfrecord), without unpacking it")},
      {.id = ActionId::OpenStarter,
       .name = "openStarterAction",
       .text = tr("Open the &starter library"),
       .run = [this] { opener_.openEmbedded(); }},
      {.id = ActionId::OpenOwn,
       .name = "openOwnAction",
       .text = tr("Open &my sounds"),
       .run = [this] { openOwnSounds(); }},
      {.id = ActionId::SaveSession,
       .name = "saveSessionAction",
       .text = tr("Sa&ve session …"),
       .keys = {QKeySequence::Save},
       .run = [this] { saveSession(questions_.sessionToSave()); },
       .tip = tr("Save library, A, B, sliders and model in a file that you can open later")},
      {ActionId::ImportSound,
       "importSoundAction",
       tr("Import so&und …"),
       {Qt::CTRL | Qt::Key_I},
       [this] { importSounds(questions_.sounds(), Slot::None); },
       tr("Turn recordings into notes: WAV, FLAC, AIFF, Ogg, Opus, MP3, M4A, AAC and others")},
      {ActionId::RecordSound,
       "recordSoundAction",
       tr("R&ecord a sound …"),
       {Qt::CTRL | Qt::Key_R},
       [this] { record(); },
       tr("Sing or play a note into the microphone; it becomes note A")},
      {.id = ActionId::ImportModel,
       .name = "importModelAction",
       .text = tr("&Import model …"),
       .run = [this] { importModel(); },
       .tip = tr("Add a TensorFlow checkpoint of NSynth's networks, or a weights file")},
      {.id = ActionId::Train,
       .name = "trainAction",
       .text = tr("&Train a model …"),
       .run = [this] { showTraining(); },
       .tip = tr("Train a WaveNet or a baseline on a folder of notes and follow its progress")},
  };
}

void FileActions::openLast() {
  const QString library = bench_.preferences.library();
  if (const auto last = keeper_.last()) {
    opener_.restore(*last);
  } else if (!library.isEmpty() && QFileInfo::exists(library)) {
    opener_.open(library.toStdString());
  } else {
    opener_.openEmbedded();
  }
}

void FileActions::open(const QStringList& paths) {
  auto targets = openTargets(paths);
  for (const QString& session : std::as_const(targets.sessions)) openSession(session);
  if (!targets.libraries.isEmpty()) opener_.open(targets.libraries.first().toStdString());
  for (const QString& model : std::as_const(targets.models)) importModel(model);
  openSounds(std::move(targets.sounds), paths.size() == 1 && QFileInfo(paths.first()).isFile());
  QStringList sentences = openPictures(targets.pictures);
  if (targets.libraries.size() > 1)
    sentences << tr("Only one library can be open: %1 was not opened")
                     .arg(targets.libraries.mid(1).join(QStringLiteral(", ")));
  for (const QString& path : std::as_const(targets.unknown))
    sentences << (QFileInfo::exists(path)
                      ? tr("%1 is not a library, a sound, a model or a picture").arg(path)
                      : tr("%1 does not exist; check the path").arg(path));
  unopened_ = sentences.join(QLatin1Char('\n'));
  if (!sentences.isEmpty()) emit notice(unopened_);
}

void FileActions::openSounds(std::vector<std::filesystem::path> files, bool alone) {
  if (!alone || files.empty()) {
    importSounds(std::move(files), Slot::None);
    return;
  }
  descriptions_.open(files.front(), DescriptionOpener::Kind::Sound);
}

/// Only one can be shown; says what was not.
QStringList FileActions::openPictures(const QStringList& pictures) {
  if (pictures.isEmpty()) return {};
  descriptions_.open(pictures.first().toStdString(), DescriptionOpener::Kind::Picture);
  if (pictures.size() == 1) return {};
  return {tr("Only one picture can be opened at a time: %1 was not opened")
              .arg(pictures.mid(1).join(QStringLiteral(", ")))};
}

QString FileActions::dropHint(const QMimeData& dragged) const {
  const auto targets = openTargets(localPaths(dragged.urls()));
  if (!targets.sessions.isEmpty()) return tr("Drop the session to open it");
  if (!targets.models.isEmpty()) return tr("Drop the model to import it");
  if (!targets.libraries.isEmpty()) return tr("Drop the folder to open its notes");
  if (!targets.pictures.isEmpty()) return tr("Drop the picture to see and hear what it shows");
  if (targets.sounds.size() == 1)
    return tr("Drop the sound to restore what it describes, or to make a note of it");
  return targets.sounds.empty() ? QString() : tr("Drop the sounds to import them as notes");
}

/// Nothing where the person did not want to.
void FileActions::openLibrary(const QString& path) {
  if (path.isEmpty()) return;
  unopened_.clear();
  opener_.open(path.toStdString());
}

void FileActions::importModel(const QString& path) {
  auto* dialog = new ImportModelDialog(bench_.jobs, bench_.preferences, modelsFolder_, &window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportModelDialog::failed, this, &FileActions::notice);
  connect(dialog, &ImportModelDialog::imported, this, [this](const model::ModelCard& card) {
    emit notice({});
    bench_.session.setModel(card.name);  // before it is there: the views begin with it at once
    bench_.models.add(card);
    emit said(tr("Imported as %1. You can rebuild and morph with it now.")
                  .arg(QString::fromStdString(card.name)));
  });
  dialog->open();
  if (path.isEmpty()) return;
  dialog->setPath(path);
  dialog->import();
}

void FileActions::showTraining() {
  if (!training_) {
    training_ = new TrainingWindow(bench_, trainer_, modelsFolder_, &window_);
    connect(training_, &TrainingWindow::added, this, [this](const model::ModelCard& card) {
      bench_.session.setModel(card.name);
      bench_.models.add(card);
    });
  }
  training_->show();
  training_->raise();
  training_->activateWindow();
}

void FileActions::openOwnSounds() {
  const auto folder = dataset::ownSoundsFolder();
  std::error_code code;
  const bool any = std::filesystem::exists(folder / "examples.json", code);
  // A folder that may not be entered is not one that is empty: opening it says so.
  if (!any && !code) return emit said(tr("You have no sounds yet. Import one, or drop it here."));
  unopened_.clear();
  opener_.open(folder);
}

void FileActions::openSession(const QString& path) {
  const auto session = readSession(path);
  if (!session) return emit notice(QString::fromStdString(session.error().message));
  opener_.restore(*session);
}

void FileActions::saveSession(const QString& file) {
  if (file.isEmpty()) return;
  const auto written = writeSession(file, keeper_.now());
  if (!written) return emit notice(QString::fromStdString(written.error().message));
  emit said(tr("Saved %1").arg(QFileInfo(file).fileName()));
}

QDialog* FileActions::importSounds(std::vector<std::filesystem::path> files, Slot slot) {
  if (files.empty()) return nullptr;
  bench_.transport.stop();
  auto* dialog =
      new ImportSoundDialog(bench_, dataset::ownSoundsFolder(), std::move(files), &window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &ImportSoundDialog::imported, this,
          [this, slot](const QStringList& ids) { takeImported(ids, slot); });
  connect(dialog, &ImportSoundDialog::refusedSome, this, &FileActions::tellRefused);
  dialog->open();
  return dialog;
}

/// The library, A and B stay, but for the slot that was asked for.
void FileActions::takeImported(const QStringList& ids, Slot slot) {
  const std::string first = ids.first().toStdString();
  emit said(countText(ids.size(), tr("1 sound imported"), tr("%1 sounds imported")));
  if (slot != Slot::None) {
    const auto once =
        static_cast<Qt::ConnectionType>(Qt::AutoConnection | Qt::SingleShotConnection);
    connect(
        &opener_, &LibraryOpener::refreshed, this,
        [this, first, slot] {
          if (!bench_.session.note(first)) return;
          slot == Slot::A ? bench_.session.setNoteA(first) : bench_.session.setNoteB(first);
        },
        once);
  }
  opener_.refresh(first);
  emit imported();
}

void FileActions::record() {
  bench_.transport.stop();
  auto* dialog = new RecordDialog(microphone_(), &window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &RecordDialog::recorded, this,
          [this](const QString& file, const std::shared_ptr<QTemporaryDir>& keeper) {
            // The recording is needed as long as the dialog is there.
            connect(importSounds({file.toStdString()}, Slot::A), &QObject::destroyed, &window_,
                    [keeper] {});
          });
  dialog->open();
}

void FileActions::tellRefused(const QStringList& sentences) {
  showSentences(
      window_, tr("Import sound"),
      countText(sentences.size(), tr("1 file was not imported"), tr("%1 files were not imported")),
      sentences)
      ->setObjectName(QStringLiteral("importRefused"));
}

QString FileActions::libraryName() const {
  const auto& folder = bench_.session.library().folder();
  if (folder == opener_.embedded()) return tr("Starter library");
  if (folder == dataset::ownSoundsFolder()) return tr("My sounds");
  return QString::fromStdString(folder.filename().string());
}

}  // namespace timbre::ui
