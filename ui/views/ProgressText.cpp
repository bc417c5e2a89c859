#include "ui/views/ProgressText.h"

#include <QObject>
#include <algorithm>
#include <cmath>

namespace timbre::ui {
namespace {

QString roundedSeconds(double seconds) {
  return seconds < 9.5 ? QObject::tr("%1 s").arg(std::max(1.0, std::ceil(seconds)))
                       : QObject::tr("%1 s").arg(5 * std::ceil(seconds / 5));
}

}  // namespace

QString progressText(const QString& what, const JobProgress& progress) {
  const int percent = static_cast<int>(std::lround(progress.fraction * 100));
  if (progress.secondsLeft < 0) return QObject::tr("%1 … %2 %").arg(what).arg(percent);
  return QObject::tr("%1 … %2 %, %3 left")
      .arg(what)
      .arg(percent)
      .arg(roundedSeconds(progress.secondsLeft));
}

}  // namespace timbre::ui
