/// What can be said of a morph that is played live, in one line.
#pragma once

#include <QString>

namespace timbre::ui {

struct LiveFigures {
  double speed = 0;  ///< times real time
  bool fastEnough = true;
  bool tooBusy = false;  ///< it was interrupted too often
  long gaps = 0;
};

QString liveText(const LiveFigures& figures);

}  // namespace timbre::ui
