/// What can be set inside a view, as commands: found by typing, like everything else.
#pragma once

#include <functional>
#include <vector>

#include "ui/window/CommandPalette.h"

class QWidget;

namespace timbre::ui {

/// Every switch of the view, every choice of its lists, what the menus of its buttons hold, and its
/// numbers, of which the command goes to the field. `path` leads to it: "Spectrogram". `show`
/// brings the view to the front, before the command does the rest. What is hidden within the view
/// is left out. The actions belong to the controls, until the next call. GUI thread.
std::vector<Command> settingsOf(const QString& path, QWidget& view, std::function<void()> show);

}  // namespace timbre::ui
