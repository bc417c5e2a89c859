/// Shows names and sentences from files as plain text, never as markup, where Qt would guess.
#pragma once

#include <QString>

class QApplication;

namespace timbre::ui {

/// For every tooltip whose text is not the program's own: the text and nothing else, wrapped where
/// it is long. Empty stays empty.
QString plainTip(const QString& text);

/// Labels show plain text from now on, those of message boxes too; one that is to show markup says
/// so by setTextFormat(Qt::RichText). Once per program.
void keepLabelsPlain(QApplication& application);

}  // namespace timbre::ui
