#include "ui/training/TrainingProcess.h"

#include <QFile>
#include <QFileInfo>

namespace timbre::ui {
namespace {

constexpr qint64 kMostAtOnce = 8 << 20;

}  // namespace

TrainingProcess::TrainingProcess(QString program, QObject* parent)
    : CliProcess(std::move(program), parent) {
  connect(&looking_, &QTimer::timeout, this, &TrainingProcess::look);
}

void TrainingProcess::start(const TrainingPlan& plan) {
  if (running()) return;
  watch(plan.run);
  looking_.start(lookMs);
  CliProcess::run(plan.arguments());
}

void TrainingProcess::watch(const QString& run) {
  run_ = run;
  read_ = 0;
  metrics_.clear();
  weightsAt_ = QFileInfo(weights()).lastModified();
  readMetrics();
  emit reported();
}

void TrainingProcess::look() {
  const qint64 before = read_;
  readMetrics();
  if (read_ != before) emit reported();
  const QDateTime now = QFileInfo(weights()).lastModified();
  if (!now.isValid() || now == weightsAt_) return;
  weightsAt_ = now;
  emit weightsChanged();
}

void TrainingProcess::readMetrics() {
  QFile file(run_ + QStringLiteral("/metrics.jsonl"));
  if (run_.isEmpty() || !file.open(QIODevice::ReadOnly)) return;
  if (file.size() < read_) {  // started again from nothing
    metrics_.clear();
    read_ = 0;
  }
  if (!file.seek(read_)) return;
  for (QByteArray bytes = file.read(kMostAtOnce); !bytes.isEmpty();
       bytes = file.read(kMostAtOnce)) {
    read_ += bytes.size();
    metrics_.feed(bytes);
  }
}

void TrainingProcess::whenOver() {
  looking_.stop();
  look();
}

QString TrainingProcess::unexplained(int code) const {
  return tr("The training ended unexpectedly (%1). Resume continues from the last checkpoint.")
      .arg(code);
}

QString TrainingProcess::unanswered() const {
  return tr(
      "The training did not respond and was stopped. Resume continues from the last checkpoint.");
}

}  // namespace timbre::ui
