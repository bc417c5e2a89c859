/// The few signs of the buttons, drawn in the colour of the text so that every theme has them.
#pragma once

#include <QIcon>
#include <QPalette>

namespace timbre::ui {

enum class Sign { Play, Stop, Loop, Sound, Open, Export, Ear, Sweep, Arrange };

/// Sharp at any scale. To be asked for again when the palette changes.
QIcon icon(Sign sign, const QPalette& palette);

}  // namespace timbre::ui
