#include "ui/training/PostFilterProcess.h"

namespace timbre::ui {
namespace {

/// Some minutes on two cores.
const char* const kNotes = "1500";
const char* const kMinutes = "3";
constexpr int kPatienceMs = 3000;

}  // namespace

PostFilterProcess::PostFilterProcess(QString program, QObject* parent)
    : CliProcess(std::move(program), parent) {
  patienceMs = kPatienceMs;  // there is no checkpoint to wait for
}

void PostFilterProcess::start(const QString& weights, const QStringList& notes) {
  if (running()) return;
  calls_ = {QStringList{QStringLiteral("post-filter"), weights} + notes +
            QStringList{QStringLiteral("--notes-count"), QLatin1String(kNotes),
                        QStringLiteral("--minutes"), QLatin1String(kMinutes)}};
  run({QStringLiteral("calibrate"), weights});
}

bool PostFilterProcess::goesOn() {
  if (calls_.isEmpty()) return false;
  run(calls_.takeFirst());
  return true;
}

QString PostFilterProcess::unexplained(int code) const {
  return tr("The fit ended unexpectedly (%1). The weights are unchanged; fit again.").arg(code);
}

}  // namespace timbre::ui
