/// Shows names and sentences from files as plain text, never as markup, where Qt would guess.
#pragma once

#include <QString>

class QApplication;

namespace timbre::ui {

/// For every tooltip whose text is not the program's own: the text, with line breaks where a line
/// is long, and no markup, since a screen reader takes it for a description. Empty stays empty.
QString plainTip(const QString& text);

/// Labels show plain text from now on, those of message boxes and tooltips too; one that is to show
/// markup says so by setTextFormat(Qt::RichText). Once per program.
void keepLabelsPlain(QApplication& application);

}  // namespace timbre::ui
