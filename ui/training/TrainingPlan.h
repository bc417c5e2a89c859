/// The settings of a training: the arguments of `timbre train`.
#pragma once

#include <QString>
#include <QStringList>

#include "base/Result.h"

namespace timbre::ui {

struct TrainingPlan {
  QString config;     ///< "wavenet-compact" and the like, or a JSON file
  QStringList notes;  ///< folders or packs
  QString run;        ///< the run's folder
  QString init;       ///< weights to start from; empty: random ones
  double minutes = 0;
  bool resumes = false;  ///< resumes the run with the settings in its folder; notes are only shown
  QStringList more;      ///< further words, as they are

  QStringList arguments() const;
};

/// Whether there is a run in the folder that can continue.
bool hasRun(const QString& folder);

/// Resumes the run in the folder, as its config.json says. BadFormat or NotFound when there is no
/// run that can be read.
Result<TrainingPlan> planToResume(const QString& run, double minutes);

/// "wavenet" or "baseline"; empty where there is no run.
QString kindOfRun(const QString& folder);

/// Writes sizes (JSON) into the run's folder, which is made; the file. Internal when it cannot.
Result<QString> writeSizes(const QString& run, const QByteArray& sizes);

}  // namespace timbre::ui
