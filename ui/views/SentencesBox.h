/// A warning about several things at once.
#pragma once

#include <QString>
#include <QStringList>

class QMessageBox;
class QWidget;

namespace timbre::ui {

/// Opens a message that shows the first sentences under the headline, as plain text, and all of
/// them on demand. Does not wait for an answer; deletes itself. GUI thread.
QMessageBox* showSentences(QWidget& window, const QString& title, const QString& headline,
                           const QStringList& sentences);

}  // namespace timbre::ui
