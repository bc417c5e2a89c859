/// What Qt leaves a screen reader without.
#pragma once

#include <QAccessible>

class QWidget;

namespace timbre::ui {

/// Gives a combo box that has an accessible name a description that says it, and the clear button
/// of a field a name, where they have none. To be called when a widget is polished: from the first
/// time on, a plain widget that is a window of its own has the role of one. GUI thread.
void nameForReaders(QWidget& widget);

/// A widget that draws itself is this to a screen reader; to Qt it would only fill a place. To be
/// called before its name is set.
void setReaderRole(QWidget& widget, QAccessible::Role role);

}  // namespace timbre::ui
