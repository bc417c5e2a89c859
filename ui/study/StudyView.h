/// The Study workspace: choose a study, run it on the open library, follow its figures, open and
/// export its report.
#pragma once

#include <QWidget>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "studies/Study.h"
#include "ui/audioout/Transport.h"
#include "ui/jobs/JobRunner.h"
#include "ui/jobs/Unfinished.h"
#include "ui/session/Session.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace timbre::ui {

class StudyPieces;
class ThinProgressBar;

/// GUI thread. The study itself runs on workers.
class StudyView : public QWidget {
  Q_OBJECT

 public:
  /// Reports go into `reports`, a folder for each study.
  StudyView(Session& session, JobRunner& jobs, Transport& transport, std::filesystem::path reports,
            QWidget* parent = nullptr);

  void start();
  void cancel();
  bool running() const { return job_.running(); }
  std::optional<Unfinished> unfinished() const;
  /// Of the chosen study; empty while there is none.
  std::filesystem::path report() const;

 private:
  QWidget* makeControls();
  void showChoice();
  void showRunning();
  void say(const QString& sentence);
  void take(const studies::Item& item, const QImage& image);
  void finished(const Result<std::filesystem::path>& report);
  void play(const std::string& name);
  void exportReport();
  const studies::Study& chosen() const;
  std::filesystem::path folder() const;
  std::filesystem::path example() const;
  void open(const std::filesystem::path& path);

  Session& session_;
  JobRunner& jobs_;
  Transport& transport_;
  std::filesystem::path reports_;
  QComboBox* studies_ = nullptr;
  QLabel* question_ = nullptr;
  QLabel* notes_ = nullptr;
  QLineEdit* note_ = nullptr;
  QSpinBox* most_ = nullptr;
  QPushButton *run_ = nullptr, *stop_ = nullptr, *open_ = nullptr, *folder_ = nullptr,
              *export_ = nullptr, *example_ = nullptr;
  ThinProgressBar* progress_ = nullptr;
  QLabel* status_ = nullptr;
  StudyPieces* pieces_ = nullptr;
  std::map<std::string, audio::AudioClip> sounds_;  ///< of the study, by name
  Job job_;
  int run_number_ = 0;  ///< pieces of an earlier run that come late are dropped
};

}  // namespace timbre::ui
