#include "ui/training/TrainingProcess.h"

#include <QFile>
#include <QFileInfo>

#include "ui/training/CliProcess.h"

namespace timbre::ui {
namespace {

constexpr qint64 kMostAtOnce = 8 << 20;

}  // namespace

TrainingProcess::TrainingProcess(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), process_(this) {
  patience_.setSingleShot(true);
  makeTool(process_);
  connect(&looking_, &QTimer::timeout, this, &TrainingProcess::look);
  connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &TrainingProcess::hear);
  connect(&process_, &QProcess::readyReadStandardError, this, &TrainingProcess::hear);
  connect(&process_, &QProcess::finished, this, &TrainingProcess::finish);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    looking_.stop();
    emit ended(false, cannotStart(program_));
  });
}

TrainingProcess::~TrainingProcess() {
  process_.disconnect(this);
  if (!running()) return;
  if (!stopping_) process_.terminate();  // a second one would end it without a checkpoint
  if (process_.waitForFinished(patienceMs)) return;
  process_.kill();
  process_.waitForFinished();
}

void TrainingProcess::start(const TrainingPlan& plan) {
  if (running()) return;
  watch(plan.run);
  stopping_ = false;
  lastError_.clear();
  looking_.start(lookMs);
  emit began();
  process_.start(program_, plan.arguments());
}

void TrainingProcess::stop() {
  if (!running() || stopping_) return;
  stopping_ = true;
  process_.terminate();
  patience_.start(patienceMs);
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
  if (file.size() < read_) {  // begun anew
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

void TrainingProcess::hear() {
  hearTool(process_, lastError_, [this](const QString& line) {
    if (!stopping_) emit said(line);  // "Cancelled" is no news then
  });
}

QString TrainingProcess::failureOf(int code, QProcess::ExitStatus status) const {
  if (status == QProcess::NormalExit && code == 0) return {};
  if (stopping_ && gaveUp(code, status)) return {};
  if (status == QProcess::CrashExit && stopping_)
    return tr(
        "The training did not answer and was ended; Resume goes on from the "
        "last checkpoint");
  if (status == QProcess::NormalExit && !lastError_.isEmpty()) return sentenceOfTool(lastError_);
  return tr("The training ended unexpectedly (%1); Resume goes on from the last checkpoint")
      .arg(code);
}

void TrainingProcess::finish(int code, QProcess::ExitStatus status) {
  patience_.stop();
  looking_.stop();
  hear();
  process_.setReadChannel(QProcess::StandardError);
  if (const auto rest = QString::fromUtf8(process_.readAll()).trimmed(); !rest.isEmpty())
    lastError_ = rest;  // a last line without an end
  look();
  const bool stopped = stopping_;
  const QString failure = failureOf(code, status);
  stopping_ = false;
  emit ended(stopped, failure);
}

}  // namespace timbre::ui
