/// The state of a training in words.
#pragma once

#include <QString>

#include "ui/training/Metrics.h"

namespace timbre::ui {

/// "step 1,200"; empty before the first report.
QString standingOf(const Metrics& metrics);
/// "step 1,200 · loss 2.31 · held out 2.4 · 5,000 samples per second · 3.0 min trained": the last
/// report; the time left while it is `running`.
QString summaryOf(const Metrics& metrics, bool waveNet, bool running);

}  // namespace timbre::ui
