#include "ui/ReaderNames.h"

#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>

namespace timbre::ui {

void nameForReaders(QWidget& widget) {
  // On X11 and Wayland Qt gives a screen reader a combo box's choice for its name.
  if (auto* box = qobject_cast<QComboBox*>(&widget); box && box->accessibleDescription().isEmpty())
    box->setAccessibleDescription(box->accessibleName());
  auto* edit = qobject_cast<QLineEdit*>(&widget);
  auto* clear =
      edit ? edit->findChild<QAction*>(QStringLiteral("_q_qlineeditclearaction")) : nullptr;
  if (clear && clear->text().isEmpty())  // its button has no other name
    clear->setText(QCoreApplication::translate("ReaderNames", "Clear"));
}

}  // namespace timbre::ui
