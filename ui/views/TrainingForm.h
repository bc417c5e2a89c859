/// The form with the settings of a training.
#pragma once

#include <QWidget>
#include <filesystem>

#include "ui/Preferences.h"
#include "ui/models/ModelList.h"
#include "ui/training/TrainingPlan.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;

namespace timbre::ui {

/// Values in, a plan out. GUI thread.
class TrainingForm : public QWidget {
  Q_OBJECT

 public:
  /// `runs`: the folder in which runs are suggested.
  TrainingForm(const ModelList& models, Preferences& preferences, std::filesystem::path runs,
               QWidget* parent);

  /// Writes the sizes of the model to start from into the run's folder. BadFormat without notes.
  Result<TrainingPlan> plan() const;
  QString run() const;
  double minutes() const;
  QString notes() const;
  void setNotes(const QString& folder);
  /// The kind of the run in the folder where there is one, else of the model that is chosen:
  /// "wavenet" or "baseline", with more behind it perhaps.
  QString kind() const;

 signals:
  void runChanged();

 private:
  void buildChoices(QFormLayout& form);
  QLineEdit* addFolder(QFormLayout& form, const QString& title, const char* name);
  void fillModels();
  void suggestRun();
  void showChoices();

  const ModelList& models_;
  Preferences& preferences_;
  const std::filesystem::path runs_;
  QComboBox* kind_ = nullptr;
  QComboBox* init_ = nullptr;
  QCheckBox* pitch_ = nullptr;
  QLineEdit* notes_ = nullptr;
  QLineEdit* run_ = nullptr;
  QLineEdit* more_ = nullptr;
  QDoubleSpinBox* minutes_ = nullptr;
};

}  // namespace timbre::ui
