/// A window in which a model is trained: what on, its curves, and a held-out note as it is rebuilt.
#pragma once

#include <QWidget>
#include <filesystem>
#include <functional>
#include <optional>

#include "ui/training/PostFilterProcess.h"
#include "ui/training/TrainingProcess.h"
#include "ui/views/AppContext.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QMessageBox;
class QPushButton;

namespace timbre::ui {

class CurvePlot;
class ElidingLabel;
class RainbowgramPlot;

/// GUI thread; the training is a process, the rebuilding a job.
class TrainingWindow : public QWidget {
  Q_OBJECT

 public:
  /// `program`: the command line program. `models`: the user's; runs are suggested beside it.
  TrainingWindow(AppContext& bench, QString program, std::filesystem::path models, QWidget* parent);

  TrainingProcess& trainer() { return trainer_; }
  /// Closes at once, or asks, stops the training with a checkpoint, closes and calls `then`.
  void closeThen(std::function<void()> then);

 signals:
  void added(const timbre::model::ModelCard& card);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  // TrainingWindowParts.cpp
  QWidget* buildForm();
  void buildChoices(QFormLayout& form);
  void buildButtons(QWidget* parent, QFormLayout& form);
  QLineEdit* addFolder(QFormLayout& form, const QString& title, const char* name);
  QWidget* buildShows();
  void connectAll();
  // TrainingWindow.cpp
  void fillModels();
  void suggestRun();
  void showRun();
  void showState();
  void showReports();
  void start(bool resume);
  Result<TrainingPlan> planFromForm() const;
  void showEnd(bool stopped, const QString& failure);
  void chooseNote();
  void showOriginal(const dataset::NoteInfo& note);
  void rebuild();
  void finishWeights();
  void showFinished(bool stopped, const QString& failure);
  void addToModels();
  QString standing() const;
  static QString sentenceOf(const Error& error);

  AppContext& bench_;
  const std::filesystem::path models_;
  TrainingProcess trainer_;
  PostFilterProcess finisher_;
  std::function<void()> then_;
  QMessageBox* asking_ = nullptr;
  std::optional<dataset::NoteInfo> note_;
  std::optional<double> reference_;
  Job choosing_, picturing_, rebuilding_, adding_;
  bool again_ = false;  // the weights changed while they were listened to
  bool closing_ = false;
  QComboBox* kind_ = nullptr;
  QComboBox* init_ = nullptr;
  QCheckBox* pitch_ = nullptr;
  QLineEdit* notes_ = nullptr;
  QLineEdit* run_ = nullptr;
  QLineEdit* more_ = nullptr;
  QDoubleSpinBox* minutes_ = nullptr;
  QPushButton* start_ = nullptr;
  QPushButton* resume_ = nullptr;
  QPushButton* stop_ = nullptr;
  QPushButton* finish_ = nullptr;
  QPushButton* add_ = nullptr;
  QWidget* settings_ = nullptr;
  QLabel* told_ = nullptr;
  QLabel* rate_ = nullptr;
  ElidingLabel* line_ = nullptr;
  CurvePlot* curves_ = nullptr;
  RainbowgramPlot* original_ = nullptr;
  RainbowgramPlot* rebuilt_ = nullptr;
};

}  // namespace timbre::ui
