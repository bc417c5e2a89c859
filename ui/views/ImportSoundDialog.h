/// Recordings become notes of one's own: shows what was heard in each, for correction.
#pragma once

#include <QDialog>
#include <optional>

#include "importing/ImportSession.h"
#include "ui/audioout/Transport.h"
#include "ui/views/Appearance.h"
#include "ui/widgets/Picture.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace timbre::ui {

class NoteForm;
class PlayablePlot;

/// One file after the other; the rest can be taken as heard. GUI thread.
class ImportSoundDialog : public QDialog {
  Q_OBJECT

 public:
  /// What plays in the window should be stopped before: the dialog plays through `out`, too.
  ImportSoundDialog(JobRunner& jobs, AudioBackend& out, const Appearance& look,
                    importing::ImportSession session, QWidget* parent);

  /// What was not imported so far.
  const std::vector<Error>& refused() const { return session_.refused(); }

  void done(int result) override;

 signals:
  /// At the end, when there is any: the id of the last note, and how many there are.
  void imported(const QString& id, int notes);
  /// At the end, when there are any: a sentence for each file that is no note now.
  void refusedSome(const QStringList& sentences);

 private:
  struct Listened {
    importing::HeardNote heard;
    Picture picture;
  };
  void buildPlot(QVBoxLayout& column);
  void buildButtons(QVBoxLayout& column);
  void showFile();
  void listen(int sound);
  void show(const Result<Listened>& listened);
  void showSounds();
  void setReady(bool ready);
  void add();
  void addRest();
  void keep(const dataset::NoteInfo& note, void (ImportSoundDialog::*then)());
  void next();
  void nextOfRest();

  JobRunner& jobs_;
  const Appearance& look_;
  importing::ImportSession session_;
  Transport player_;  ///< of this dialog alone
  std::optional<Listened> current_;
  Job job_;
  QLabel* file_ = nullptr;
  PlayablePlot* plot_ = nullptr;
  QLabel* trim_ = nullptr;
  QComboBox* sound_ = nullptr;
  NoteForm* form_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QPushButton* add_ = nullptr;
  QPushButton* skip_ = nullptr;
  QPushButton* rest_ = nullptr;
};

}  // namespace timbre::ui
