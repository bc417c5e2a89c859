#include "ui/views/LiveText.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/CountText.h"

namespace timbre::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("LiveText", text);
}

}  // namespace

QString liveText(const LiveFigures& figures) {
  const QString speed = QLocale().toString(figures.speed, 'f', 1);
  if (figures.tooBusy) return tr("Not live while the machine is busy; you hear a preview first");
  if (!figures.fastEnough)
    return tr("Not live: this machine reaches %1 × real time; you hear a preview first").arg(speed);
  const QString live = tr("Live: the model follows the sliders (%1 × real time)").arg(speed);
  if (figures.gaps == 0) return live;
  return live + countText(figures.gaps, tr(", 1 gap"), tr(", %1 gaps"));
}

}  // namespace timbre::ui
