#include "ui/app/FaultDialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace timbre::ui {

FaultDialog::FaultDialog(const QString& what, std::function<QString()> diagnostics, QWidget* parent)
    : QMessageBox(QMessageBox::Critical, tr("Timbrescope"), tr("Something went wrong"),
                  QMessageBox::Close, parent) {
  setObjectName(QStringLiteral("faultDialog"));
  setTextFormat(Qt::PlainText);
  setInformativeText(tr("%1.\n\nWhat you have set is kept. You can go on; if things look odd, save "
                        "your sounds and "
                        "restart. Please report this with the diagnostics.")
                         .arg(what));
  auto* copy = addButton(tr("&Copy diagnostics"), QMessageBox::ActionRole);
  copy->setObjectName(QStringLiteral("faultDiagnostics"));
  // A box closes on every button: this one is for copying.
  copy->disconnect();
  connect(copy, &QPushButton::clicked, this, [what, text = std::move(diagnostics)] {
    QGuiApplication::clipboard()->setText(what + QLatin1Char('\n') + text());
  });
  setAttribute(Qt::WA_DeleteOnClose);
}

}  // namespace timbre::ui
