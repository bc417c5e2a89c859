#include "ui/training/PostFilterProcess.h"

#include "ui/training/CliProcess.h"

namespace timbre::ui {
namespace {

/// Some minutes on two cores.
const char* const kNotes = "1500";
const char* const kMinutes = "3";

}  // namespace

PostFilterProcess::PostFilterProcess(QString program, QObject* parent)
    : QObject(parent), program_(std::move(program)), process_(this) {
  makeTool(process_);
  connect(&process_, &QProcess::readyReadStandardOutput, this, &PostFilterProcess::hear);
  connect(&process_, &QProcess::readyReadStandardError, this, &PostFilterProcess::hear);
  connect(&process_, &QProcess::finished, this, &PostFilterProcess::finish);
  connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) emit ended(false, cannotStart(program_));
  });
}

PostFilterProcess::~PostFilterProcess() {
  process_.disconnect(this);
  if (!running()) return;
  process_.kill();  // its file is whole, before or after
  process_.waitForFinished();
}

void PostFilterProcess::start(const QString& weights, const QStringList& notes) {
  if (running()) return;
  stopping_ = false;
  calls_ = {{QStringLiteral("calibrate"), weights},
            QStringList{QStringLiteral("post-filter"), weights} + notes +
                QStringList{QStringLiteral("--notes-count"), QLatin1String(kNotes),
                            QStringLiteral("--minutes"), QLatin1String(kMinutes)}};
  next();
}

void PostFilterProcess::next() {
  lastError_.clear();
  process_.start(program_, calls_.takeFirst());
}

void PostFilterProcess::stop() {
  if (!running()) return;
  stopping_ = true;
  process_.terminate();
}

void PostFilterProcess::hear() {
  hearTool(process_, lastError_, [this](const QString& line) {
    if (!stopping_) emit said(line);
  });
}

void PostFilterProcess::finish(int code, QProcess::ExitStatus status) {
  hear();
  if (stopping_ && (gaveUp(code, status) || code == 0)) return emit ended(true, {});
  if (code != 0 || status != QProcess::NormalExit)
    return emit ended(false,
                      lastError_.isEmpty()
                          ? tr("The fit ended unexpectedly (%1); the weights are whole").arg(code)
                          : sentenceOfTool(lastError_));
  if (!calls_.isEmpty()) return next();
  emit ended(false, {});
}

}  // namespace timbre::ui
