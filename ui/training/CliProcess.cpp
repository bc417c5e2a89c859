#include "ui/training/CliProcess.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace timbre::ui {
namespace {

constexpr int kNice = 5;
constexpr int kGivenUp = 130;  // what the command line program returns when it was stopped

bool gaveUp(int code, QProcess::ExitStatus status) {
  return code == (status == QProcess::NormalExit ? kGivenUp : SIGTERM);
}

}  // namespace

CliProcess::CliProcess(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), process_(this) {
  patience_.setSingleShot(true);
  process_.setStandardInputFile(QProcess::nullDevice());
  // Between fork and exec: system calls only.
  process_.setChildProcessModifier([owner = ::getpid()] {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != owner) ::_exit(1);
    ::setpriority(PRIO_PROCESS, 0, kNice);
  });
  connect(&patience_, &QTimer::timeout, &process_, &QProcess::kill);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &CliProcess::listen);
  connect(&process_, &QProcess::readyReadStandardError, this, &CliProcess::listen);
  connect(&process_, &QProcess::finished, this, &CliProcess::finish);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    whenOver();
    emit ended(false, tr("Cannot start %1; reinstall the program").arg(program_));
  });
}

CliProcess::~CliProcess() {
  process_.disconnect(this);
  if (!running()) return;
  if (!stopping_) process_.terminate();  // a second one would end it without a checkpoint
  if (process_.waitForFinished(patienceMs)) return;
  process_.kill();
  process_.waitForFinished();
}

void CliProcess::run(const QStringList& arguments) {
  if (running()) return;
  stopping_ = false;
  lastError_.clear();
  process_.start(program_, arguments);
}

void CliProcess::stop() {
  if (!running() || stopping_) return;
  stopping_ = true;
  process_.terminate();
  patience_.start(patienceMs);
}

void CliProcess::listen() {
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

void CliProcess::finish(int code, QProcess::ExitStatus status) {
  patience_.stop();
  listen();
  process_.setReadChannel(QProcess::StandardError);
  if (const auto rest = QString::fromUtf8(process_.readAll()).trimmed(); !rest.isEmpty())
    lastError_ = rest;  // a last line without an end
  const bool stopped = stopping_;
  const QString failure = failureOf(code, status);
  stopping_ = false;
  whenOver();
  if (!stopped && failure.isEmpty() && goesOn()) return;
  emit ended(stopped, failure);
}

QString CliProcess::failureOf(int code, QProcess::ExitStatus status) const {
  const bool normal = status == QProcess::NormalExit;
  if ((normal && code == 0) || (stopping_ && gaveUp(code, status))) return {};
  if (!normal) return stopping_ ? unanswered() : unexplained(code);
  if (lastError_.isEmpty()) return unexplained(code);
  const QString name = QStringLiteral("timbre: ");
  return lastError_.startsWith(name) ? lastError_.mid(name.size()) : lastError_;
}

QString CliProcess::unexplained(int code) const {
  return tr("The command ended unexpectedly (%1)").arg(code);
}

QString CliProcess::unanswered() const {
  return tr("The command did not respond and was stopped");
}

}  // namespace timbre::ui
