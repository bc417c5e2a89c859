/// A window in which a model is trained: form, process and monitor brought together.
#pragma once

#include <QWidget>
#include <filesystem>
#include <functional>
#include <optional>

#include "ui/jobs/Unfinished.h"
#include "ui/training/PostFilterProcess.h"
#include "ui/training/TrainingProcess.h"
#include "ui/views/AppContext.h"

class QFormLayout;
class QLabel;
class QMessageBox;
class QPushButton;

namespace timbre::ui {

class ElidingLabel;
class TrainingForm;
class TrainingMonitor;

/// GUI thread; the training is a process.
class TrainingWindow : public QWidget {
  Q_OBJECT

 public:
  /// `program`: the command line program. `models`: the user's; runs are suggested beside it.
  TrainingWindow(AppContext& bench, QString program, std::filesystem::path models, QWidget* parent);

  TrainingProcess& trainer() { return training_; }
  /// Closing now would stop a training.
  bool busy() const { return training_.running(); }
  /// Besides a training.
  std::optional<Unfinished> unfinished() const;
  /// Closes at once, or asks, stops the training with a checkpoint, closes and calls `then`.
  void closeThen(std::function<void()> then);
  /// The same without asking.
  void stopThen(std::function<void()> then);

 signals:
  void added(const timbre::model::ModelCard& card);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void place();
  QWidget* buildSide();
  void buildButtons(QWidget* parent, QFormLayout& form);
  void connectAll();
  void showRun();
  void showState();
  void showReports();
  void start(bool resume);
  void stop();
  void showEnd(bool stopped, const QString& failure);
  void fitPostFilter();
  void showFitted(bool stopped, const QString& failure);
  void addToModels();
  void ask();
  void rebuild();
  QString standing() const;

  AppContext& bench_;
  const std::filesystem::path models_;
  TrainingProcess training_;
  PostFilterProcess postFilter_;
  std::function<void()> then_;
  QMessageBox* asking_ = nullptr;
  Job adding_;
  bool closing_ = false;
  TrainingForm* form_ = nullptr;
  TrainingMonitor* monitor_ = nullptr;
  QPushButton* start_ = nullptr;
  QPushButton* resume_ = nullptr;
  QPushButton* stop_ = nullptr;
  QPushButton* fit_ = nullptr;
  QPushButton* add_ = nullptr;
  QLabel* told_ = nullptr;
  QLabel* rate_ = nullptr;
  ElidingLabel* line_ = nullptr;
};

}  // namespace timbre::ui
