#include "ui/training/MetricsText.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace timbre::ui {
namespace {

constexpr double kMinute = 60;
constexpr double kManyPerSecond = 10;  // from here on no decimals

QString tr(const char* text) {
  return QCoreApplication::translate("Training", text);
}

/// With as many digits whatever they are: losses are compared.
QString lossText(double loss) {
  return QString::asprintf("%#.4g", loss);
}

}  // namespace

QString standingOf(const Metrics& metrics) {
  const auto& points = metrics.points();
  return points.empty() ? QString()
                        : tr("step %1").arg(QLocale().toString(points.back().step, 'f', 0));
}

QString summaryOf(const Metrics& metrics, bool waveNet, bool running) {
  const auto& points = metrics.points();
  if (points.empty()) return {};
  const MetricPoint& last = points.back();
  QStringList facts{standingOf(metrics), tr("loss %1").arg(lossText(last.loss))};
  const auto held = std::find_if(points.rbegin(), points.rend(),
                                 [](const MetricPoint& p) { return p.heldOut.has_value(); });
  if (held != points.rend()) facts << tr("held out %1").arg(lossText(*held->heldOut));
  facts << (waveNet ? tr("%1 samples per second") : tr("%1 notes per second"))
               .arg(QLocale().toString(last.perSecond, 'f', last.perSecond < kManyPerSecond));
  facts << tr("trained for %1 min").arg(last.seconds / kMinute, 0, 'f', 1);
  if (running && last.secondsLeft)
    facts << tr("%1 min left").arg(std::max(0.0, *last.secondsLeft) / kMinute, 0, 'f', 1);
  return facts.join(QStringLiteral(" · "));
}

}  // namespace timbre::ui
