/// Brings a model into the window: a checkpoint of TensorFlow or a weights file.
#pragma once

#include <QDialog>
#include <filesystem>

#include "checkpoint/IdentifyNetwork.h"
#include "model/ModelCard.h"
#include "ui/Preferences.h"
#include "ui/jobs/JobRunner.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace timbre::ui {

class ThinProgressBar;

/// Whether a file or folder may be a model, by its name and neighbours; nothing is read.
bool mayBeModel(const QString& path);

/// Stays open with its settings when the import fails. GUI thread; the work is a job.
class ImportModelDialog : public QDialog {
  Q_OBJECT

 public:
  /// `folder`: the user's models; made when it is needed.
  ImportModelDialog(JobRunner& jobs, Preferences& preferences, std::filesystem::path folder,
                    QWidget* parent);

  void setPath(const QString& path);
  /// As the button does; again once it has ended.
  void import();

 signals:
  void imported(const timbre::model::ModelCard& card);
  void failed(const QString& sentence);

 private:
  void buildForm();
  void buildButtons();
  void browse(bool folder);
  void finish(const Result<model::ModelCard>& card);
  void showBusy(bool busy);
  void reject() override;
  checkpoint::ImportOptions options() const;

  JobRunner& jobs_;
  Preferences& preferences_;
  const std::filesystem::path folder_;
  Job job_;
  QLineEdit* path_ = nullptr;
  QCheckBox* averages_ = nullptr;
  QSpinBox* stages_ = nullptr;
  QSpinBox* hop_ = nullptr;
  ThinProgressBar* progress_ = nullptr;
  QLabel* told_ = nullptr;
  QPushButton* import_ = nullptr;
};

}  // namespace timbre::ui
