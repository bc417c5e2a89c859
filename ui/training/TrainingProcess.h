/// `timbre train` as a process: started, listened to, stopped with a checkpoint.
#pragma once

#include <QDateTime>
#include <QProcess>
#include <QTimer>

#include "ui/training/Metrics.h"
#include "ui/training/TrainingPlan.h"

namespace timbre::ui {

/// GUI thread. The process ends with its owner: its end stops it and waits for its checkpoint, and
/// the system stops it should the program fall.
class TrainingProcess : public QObject {
  Q_OBJECT

 public:
  /// `program`: the command line program.
  explicit TrainingProcess(QString program, QObject* parent = nullptr);
  ~TrainingProcess() override;

  void start(const TrainingPlan& plan);
  /// Asks for a checkpoint and the end; killed only when it does not answer for `patienceMs`.
  void stop();
  bool running() const { return process_.state() != QProcess::NotRunning; }
  bool stopping() const { return stopping_; }

  /// Whose curve is shown, running or not.
  void watch(const QString& run);
  QString run() const { return run_; }
  const Metrics& metrics() const { return metrics_; }
  QString weights() const { return run_ + QStringLiteral("/weights.safetensors"); }

  int patienceMs = 30000;
  int lookMs = 1000;  ///< between looks at the run's folder

 signals:
  void reported();        ///< metrics() have changed
  void weightsChanged();  ///< weights() is another file, or the first
  void said(const QString& line);
  void began();
  /// `failure`: a sentence; empty when it is done or was stopped.
  void ended(bool stopped, const QString& failure);

 private:
  void look();
  void readMetrics();
  void hear();
  void finish(int code, QProcess::ExitStatus status);
  QString failureOf(int code, QProcess::ExitStatus status) const;

  const QString program_;
  QProcess process_;
  QTimer looking_, patience_;
  QString run_, lastError_;
  Metrics metrics_;
  qint64 read_ = 0;  // bytes of metrics.jsonl
  QDateTime weightsAt_;
  bool stopping_ = false;
};

}  // namespace timbre::ui
