#include "ui/views/Tuning.h"

#include <algorithm>
#include <cmath>

#include "base/MidiTable.h"

namespace timbre::ui {
namespace {

double fitting(double hertz) {
  return std::isfinite(hertz) ? std::clamp(hertz, kLowestA4, kHighestA4) : kStandardA4;
}

}  // namespace

Tuning::Tuning(Preferences& preferences, QObject* parent)
    : QObject(parent), preferences_(preferences), a4_(fitting(preferences.a4())) {}

void Tuning::setA4(double hertz) {
  const double wanted = fitting(hertz);
  if (wanted == a4_) return;
  a4_ = wanted;
  preferences_.setA4(wanted);
  emit changed();
}

}  // namespace timbre::ui
