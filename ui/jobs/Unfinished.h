/// Work under way, in words.
#pragma once

#include <QString>

namespace timbre::ui {

/// What the end of the window would cancel.
struct Unfinished {
  QString what;  ///< "Rebuilding 12 sounds is not finished."
  QString left;  ///< what remains of it: "5 are done. What is written stays in …"
};

}  // namespace timbre::ui
