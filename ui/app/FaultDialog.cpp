#include "ui/app/FaultDialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace timbre::ui {

FaultDialog::FaultDialog(const QString& what, std::function<QString()> diagnostics, QWidget* parent)
    : QMessageBox(QMessageBox::Critical, tr("Timbrescope"), tr("An unexpected error occurred"),
                  QMessageBox::Close, parent) {
  setObjectName(QStringLiteral("faultDialog"));
  setTextFormat(Qt::PlainText);
  setInformativeText(
      tr("%1.\n\nYour settings are kept and you can continue. If the window behaves oddly, export "
         "your sounds and restart the program. Please report this error with the diagnostics.")
          .arg(what));
  auto* copy = addButton(tr("&Copy diagnostics"), QMessageBox::ActionRole);
  copy->setObjectName(QStringLiteral("faultDiagnostics"));
  // A box closes on every button: this one is for copying.
  copy->disconnect();
  connect(copy, &QPushButton::clicked, this, [what, text = std::move(diagnostics)] {
    QGuiApplication::clipboard()->setText(what + QLatin1Char('\n') + text());
  });
  setDefaultButton(Close);
  setAttribute(Qt::WA_DeleteOnClose);
}

}  // namespace timbre::ui
