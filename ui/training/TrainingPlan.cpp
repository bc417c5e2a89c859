#include "ui/training/TrainingPlan.h"

#include <QDir>
#include <QFile>
#include <span>

#include "base/AtomicFile.h"
#include "model/TrainRequestJson.h"

namespace timbre::ui {
namespace {

constexpr int kCheckpointSeconds = 120;  // so often there is something new to hear

QString number(double value) {
  return QString::number(value, 'g', 12);
}

}  // namespace

QStringList TrainingPlan::arguments() const {
  QStringList words{QStringLiteral("train")};
  if (!resumes) words << notes;
  words << QStringLiteral("--run") << run;
  if (!resumes) words << QStringLiteral("--config") << config;
  if (!init.isEmpty()) words << QStringLiteral("--init") << init;
  if (minutes > 0 || resumes) words << QStringLiteral("--minutes") << number(minutes);
  const QString every = QStringLiteral("--checkpoint-seconds");
  if (!more.contains(every)) words << every << QString::number(kCheckpointSeconds);
  return words + more;
}

bool hasRun(const QString& folder) {
  return !folder.isEmpty() && QFile::exists(folder + QStringLiteral("/config.json"));
}

QString kindOfRun(const QString& folder) {
  const auto request = model::readTrainRequest(folder.toStdString());
  return request ? QString::fromStdString(model::kindIn(request->config)) : QString();
}

Result<QString> writeSizes(const QString& run, const QByteArray& sizes) {
  const QString file = run + QStringLiteral("/sizes.json");
  if (!QDir().mkpath(run))
    return fail(ErrorCode::Internal, "Cannot create the folder " + run.toStdString() +
                                         " for the run; choose another one");
  const auto written = writeBytesAtomically(file.toStdString(), std::as_bytes(std::span(sizes)));
  if (!written) return tl::unexpected(written.error());
  return file;
}

Result<TrainingPlan> planToResume(const QString& run, double minutes) {
  const auto request = model::readTrainRequest(run.toStdString());
  if (!request) return tl::unexpected(request.error());
  TrainingPlan plan;
  plan.resumes = true;
  plan.run = run;
  plan.minutes = minutes;
  for (const auto& source : request->notes)
    plan.notes << QString::fromStdString(source.path.string());
  if (plan.notes.isEmpty())
    return fail(ErrorCode::BadFormat, run.toStdString() +
                                          " does not say which notes its run was trained on; "
                                          "choose another folder");
  return plan;
}

}  // namespace timbre::ui
