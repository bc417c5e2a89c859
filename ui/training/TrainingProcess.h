/// `timbre train` as a process, and the run it works on: its curve and its weights.
#pragma once

#include <QDateTime>
#include <QTimer>

#include "ui/training/CliProcess.h"
#include "ui/training/Metrics.h"
#include "ui/training/TrainingPlan.h"

namespace timbre::ui {

/// GUI thread. stop() keeps a checkpoint.
class TrainingProcess : public CliProcess {
  Q_OBJECT

 public:
  explicit TrainingProcess(QString program, QObject* parent = nullptr);

  void start(const TrainingPlan& plan);

  /// Whose curve is shown, running or not.
  void watch(const QString& run);
  QString run() const { return run_; }
  const Metrics& metrics() const { return metrics_; }
  QString weights() const { return run_ + QStringLiteral("/weights.safetensors"); }

  int lookMs = 1000;  ///< between looks at the run's folder

 signals:
  void reported();        ///< metrics() have changed
  void weightsChanged();  ///< weights() is another file, or the first

 private:
  void look();
  void readMetrics();
  void whenOver() override;
  QString unexplained(int code) const override;
  QString unanswered() const override;

  QTimer looking_;
  QString run_;
  Metrics metrics_;
  qint64 read_ = 0;  // bytes of metrics.jsonl
  QDateTime weightsAt_;
};

}  // namespace timbre::ui
