/// One line of text about live playing of a morph.
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
