/// "Something went wrong": what, and diagnostics to report it with.
#pragma once

#include <QMessageBox>
#include <functional>

namespace timbre::ui {

/// Not modal: the person can save what they have. GUI thread.
class FaultDialog : public QMessageBox {
  Q_OBJECT

 public:
  /// `what`: what the fault says of itself. `diagnostics`: called when they are asked for.
  FaultDialog(const QString& what, std::function<QString()> diagnostics, QWidget* parent);
};

}  // namespace timbre::ui
