/// One line of text about live playing of a morph.
#pragma once

#include <QString>

namespace timbre::ui {

struct LiveFigures {
  double speed = 0;  ///< times real time: reached if live, else what it would be without other work
  bool fastEnough = true;
  bool tooBusy = false;  ///< other work takes the time, or interrupted it too often
  long gaps = 0;
};

QString liveText(const LiveFigures& figures);

}  // namespace timbre::ui
