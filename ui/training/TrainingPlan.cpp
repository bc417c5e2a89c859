#include "ui/training/TrainingPlan.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <span>

#include "base/AtomicFile.h"

namespace timbre::ui {
namespace {

constexpr qint64 kMostBytes = 1 << 20;
constexpr int kCheckpointSeconds = 120;  // so often there is something new to hear

QString number(double value) {
  return QString::number(value, 'g', 12);
}

/// The options whose value is kept under a key of their own.
void addKept(const QJsonObject& kept, QStringList& words) {
  for (const auto& [key, option] : {std::pair{"steps", "--steps"},
                                    {"schedule_steps", "--schedule-steps"},
                                    {"batch", "--batch"},
                                    {"crop", "--crop"},
                                    {"rate", "--rate"},
                                    {"seed", "--seed"},
                                    {"threads", "--threads"}}) {
    const QJsonValue value = kept.value(QLatin1String(key));
    if (value.isDouble()) words << QLatin1String(option) << number(value.toDouble());
  }
  for (const auto& [key, option] : {std::pair{"recipe", "--recipe"}, {"device", "--device"}}) {
    const QString value = kept.value(QLatin1String(key)).toString();
    if (!value.isEmpty()) words << QLatin1String(option) << value;
  }
}

void addTricks(const QJsonObject& recipeOptions, QStringList& words) {
  for (auto it = recipeOptions.begin(); it != recipeOptions.end(); ++it) {
    const QJsonValue value = it.value();
    if (it.key() == QLatin1String("balance")) {
      if (value.toBool()) words << QStringLiteral("--balance");
    } else if (it.key() == QLatin1String("level_db")) {
      words << QStringLiteral("--level-db") << number(value.toDouble());
    } else if (it.key() == QLatin1String("cents")) {
      words << QStringLiteral("--detune-cents") << number(value.toDouble());
    } else if (it.key() == QLatin1String("semitones")) {
      words << QStringLiteral("--shift-semitones") << number(value.toDouble());
    } else if (value.isBool() && !value.toBool()) {
      words << QStringLiteral("--without") << it.key();
    }
  }
}

void addSources(const QJsonArray& sources, TrainingPlan& plan) {
  for (const QJsonValue& source : sources) {
    plan.notes << source.toObject().value(QLatin1String("path")).toString();
    plan.more << QStringLiteral("--share")
              << number(source.toObject().value(QLatin1String("share")).toDouble(1));
  }
}

QJsonObject keptBy(const QString& run) {
  QFile file(run + QStringLiteral("/config.json"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QJsonDocument::fromJson(file.read(kMostBytes)).object();
}

}  // namespace

QStringList TrainingPlan::arguments() const {
  QStringList words{QStringLiteral("train")};
  words << notes << QStringLiteral("--run") << run << QStringLiteral("--config") << config;
  if (!init.isEmpty()) words << QStringLiteral("--init") << init;
  if (minutes > 0) words << QStringLiteral("--minutes") << number(minutes);
  const QString every = QStringLiteral("--checkpoint-seconds");
  if (!more.contains(every)) words << every << QString::number(kCheckpointSeconds);
  return words + more;
}

bool hasRun(const QString& folder) {
  return !folder.isEmpty() && QFile::exists(folder + QStringLiteral("/config.json"));
}

QString kindOfRun(const QString& folder) {
  return keptBy(folder)
      .value(QLatin1String("model"))
      .toObject()
      .value(QLatin1String("kind"))
      .toString();
}

Result<QString> writeSizes(const QString& run, const QByteArray& sizes) {
  const QString file = run + QStringLiteral("/sizes.json");
  if (!QDir().mkpath(run))
    return fail(ErrorCode::Internal,
                "Cannot make the folder " + run.toStdString() + " for the run; choose another one");
  const auto written = writeBytesAtomically(file.toStdString(), std::as_bytes(std::span(sizes)));
  if (!written) return tl::unexpected(written.error());
  return file;
}

Result<TrainingPlan> planToResume(const QString& run, double minutes) {
  const QJsonObject kept = keptBy(run);
  const QJsonObject sizes = kept.value(QLatin1String("model")).toObject();
  TrainingPlan plan;
  plan.run = run;
  plan.minutes = minutes;
  plan.init = kept.value(QLatin1String("init")).toString();
  addSources(kept.value(QLatin1String("notes")).toArray(), plan);
  if (sizes.isEmpty() || plan.notes.isEmpty())
    return fail(ErrorCode::BadFormat, run.toStdString() +
                                          " holds no training run that can go on; choose "
                                          "another folder");
  addKept(kept, plan.more);
  addTricks(kept.value(QLatin1String("tricks")).toObject(), plan.more);
  auto config = writeSizes(run, QJsonDocument(sizes).toJson());
  if (!config) return tl::unexpected(config.error());
  plan.config = *config;
  return plan;
}

}  // namespace timbre::ui
