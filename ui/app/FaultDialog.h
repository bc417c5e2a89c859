/// Reports an unexpected error, and offers diagnostics for a report.
#pragma once

#include <QMessageBox>
#include <functional>

namespace timbre::ui {

/// Not modal: the person can save what they have. GUI thread.
class FaultDialog : public QMessageBox {
  Q_OBJECT

 public:
  /// `what`: the fault's message. `diagnostics`: called when the user asks for them.
  FaultDialog(const QString& what, std::function<QString()> diagnostics, QWidget* parent);
};

}  // namespace timbre::ui
