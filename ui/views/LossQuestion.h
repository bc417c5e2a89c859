/// The question before work is lost.
#pragma once

#include <functional>
#include <vector>

#include "ui/jobs/Unfinished.h"

class QMessageBox;
class QWidget;

namespace timbre::ui {

struct LossQuestion {
  QString title;
  QString text;     ///< what is not finished
  QString details;  ///< what remains of it
  QString lose;     ///< the button that agrees; says what happens
  QString keep;     ///< the other one, which is the default; Esc presses it, too
};

/// Opens a message whose `agreed` runs when the person accepts the loss. Does not wait for an
/// answer; deletes itself. GUI thread.
QMessageBox* askBeforeLoss(QWidget& window, const LossQuestion& question,
                           std::function<void()> agreed);

/// Whether the program may end while this is under way; at least one.
LossQuestion quitQuestion(const std::vector<Unfinished>& work);

}  // namespace timbre::ui
