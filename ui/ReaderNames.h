/// What Qt leaves a screen reader without.
#pragma once

class QWidget;

namespace timbre::ui {

/// Gives a combo box that has an accessible name a description that says it, and the clear button
/// of a field a name, where they have none. To be called when a widget is polished. GUI thread.
void nameForReaders(QWidget& widget);

}  // namespace timbre::ui
