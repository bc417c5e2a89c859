#include "ui/training/Trainer.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>
#include <csignal>

namespace timbre::ui {
namespace {

constexpr int kNice = 5;  // the window goes first
constexpr qint64 kMostAtOnce = 8 << 20;

}  // namespace

Trainer::Trainer(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), process_(this) {
  patience_.setSingleShot(true);
  process_.setStandardInputFile(QProcess::nullDevice());
  // Between fork and exec: system calls only.
  process_.setChildProcessModifier([owner = ::getpid()] {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != owner) ::_exit(1);
    ::setpriority(PRIO_PROCESS, 0, kNice);
  });
  connect(&looking_, &QTimer::timeout, this, &Trainer::look);
  connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &Trainer::hear);
  connect(&process_, &QProcess::readyReadStandardError, this, &Trainer::hear);
  connect(&process_, &QProcess::finished, this, &Trainer::finish);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    looking_.stop();
    emit ended(false, tr("Cannot start %1; it belongs beside this program").arg(program_));
  });
}

Trainer::~Trainer() {
  process_.disconnect(this);
  if (!running()) return;
  if (!stopping_) process_.terminate();  // a second one would end it without a checkpoint
  if (process_.waitForFinished(patienceMs)) return;
  process_.kill();
  process_.waitForFinished();
}

void Trainer::start(const TrainingPlan& plan) {
  if (running()) return;
  watch(plan.run);
  stopping_ = false;
  lastError_.clear();
  looking_.start(lookMs);
  emit began();
  process_.start(program_, plan.arguments());
}

void Trainer::stop() {
  if (!running() || stopping_) return;
  stopping_ = true;
  process_.terminate();
  patience_.start(patienceMs);
}

void Trainer::watch(const QString& run) {
  run_ = run;
  read_ = 0;
  metrics_.clear();
  weightsAt_ = QFileInfo(weights()).lastModified();
  readMetrics();
  emit reported();
}

void Trainer::look() {
  const qint64 before = read_;
  readMetrics();
  if (read_ != before) emit reported();
  const QDateTime now = QFileInfo(weights()).lastModified();
  if (!now.isValid() || now == weightsAt_) return;
  weightsAt_ = now;
  emit weightsChanged();
}

void Trainer::readMetrics() {
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

void Trainer::hear() {
  for (const auto channel : {QProcess::StandardOutput, QProcess::StandardError}) {
    process_.setReadChannel(channel);
    while (process_.canReadLine()) {
      const QString line = QString::fromUtf8(process_.readLine()).trimmed();
      if (line.isEmpty()) continue;
      if (channel == QProcess::StandardError) lastError_ = line;
      if (!stopping_) emit said(line);  // "Cancelled" is no news then
    }
  }
}

QString Trainer::failureOf(int code, QProcess::ExitStatus status) const {
  constexpr int kGivenUp = 130;  // the exit code of what was asked to stop
  if (status == QProcess::NormalExit && (code == 0 || (stopping_ && code == kGivenUp))) return {};
  if (status == QProcess::CrashExit && stopping_ && code == SIGTERM) return {};  // not yet at work
  if (status == QProcess::CrashExit && stopping_)
    return tr(
        "The training did not answer and was ended; Resume goes on from the "
        "last checkpoint");
  if (status == QProcess::NormalExit && !lastError_.isEmpty()) {
    const QString name = QStringLiteral("timbre: ");
    return lastError_.startsWith(name) ? lastError_.mid(name.size()) : lastError_;
  }
  return tr("The training ended unexpectedly (%1); Resume goes on from the last checkpoint")
      .arg(code);
}

void Trainer::finish(int code, QProcess::ExitStatus status) {
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
