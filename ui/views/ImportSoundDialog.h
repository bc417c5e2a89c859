/// Recordings become notes of one's own: shows what was heard in each, for correction.
#pragma once

#include <QDialog>
#include <filesystem>
#include <optional>
#include <vector>

#include "importing/ImportSound.h"
#include "ui/views/AppContext.h"
#include "ui/widgets/Picture.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace timbre::ui {

class PitchSpinBox;
class PlayablePlot;

/// One file after the other; the rest can be taken as heard. GUI thread.
class ImportSoundDialog : public QDialog {
  Q_OBJECT

 public:
  /// `files`: at least one. `folder`: the notes are added there.
  ImportSoundDialog(AppContext& bench, std::filesystem::path folder,
                    std::vector<std::filesystem::path> files, QWidget* parent);

  /// What was not imported, a sentence each.
  const QStringList& refused() const { return refused_; }

  void done(int result) override;

 signals:
  /// At the end, when there is any: the id of the last note, and how many there are.
  void imported(const QString& id, int notes);
  /// At the end, when there are any: a sentence for each file that is no note now.
  void refusedSome(const QStringList& sentences);

 private:
  struct Listened {
    importing::ImportedSound sound;
    dataset::NoteInfo note;  ///< as described; pitch -1: none was heard
    Picture picture;
  };
  void buildForm(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void listen(int sound);
  void show(const Result<Listened>& listened);
  void showSounds();
  void setReady(bool ready);
  void add();
  void addRest();
  void keep(dataset::NoteInfo note, const audio::AudioClip& clip,
            void (ImportSoundDialog::*then)());
  void next();
  void nextOfRest();
  void refuse(const Error& error);
  bool last() const { return at_ + 1 >= files_.size(); }

  AppContext& bench_;
  Transport player_;  ///< of this dialog alone: what the window plays is stopped
  const std::filesystem::path folder_;
  const std::vector<std::filesystem::path> files_;
  std::size_t at_ = 0;
  std::optional<Listened> current_;
  QString lastId_;
  int added_ = 0;
  QStringList refused_;
  Job job_;

  QLabel* file_ = nullptr;
  PlayablePlot* plot_ = nullptr;
  QLabel* trim_ = nullptr;
  QComboBox* sound_ = nullptr;
  PitchSpinBox* pitch_ = nullptr;
  QLabel* heard_ = nullptr;
  QLineEdit* name_ = nullptr;
  QComboBox* family_ = nullptr;
  QComboBox* source_ = nullptr;
  QComboBox* velocity_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QPushButton* add_ = nullptr;
  QPushButton* skip_ = nullptr;
  QPushButton* rest_ = nullptr;
};

/// Of what was dropped: the files that look like sounds by their names.
std::vector<std::filesystem::path> soundFilesIn(const QList<QUrl>& urls);
/// For file dialogs.
QString soundFileFilter();

}  // namespace timbre::ui
