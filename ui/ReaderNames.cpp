#include "ui/ReaderNames.h"

#include <QAccessibleWidget>
#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QVariant>

namespace timbre::ui {
namespace {

constexpr const char* kRole = "readerRole";

/// Qt asks for each class of an object, the most derived first: what comes to QWidget has no role
/// of its own.
QAccessibleInterface* plainInterface(const QString& kind, QObject* object) {
  auto* widget = kind == QLatin1String("QWidget") ? qobject_cast<QWidget*>(object) : nullptr;
  if (!widget) return nullptr;
  if (const QVariant role = widget->property(kRole); role.isValid())
    return new QAccessibleWidget(widget, static_cast<QAccessible::Role>(role.toInt()));
  const bool isWindow = widget->isWindow() && widget->windowType() == Qt::Window;
  return isWindow ? new QAccessibleWidget(widget, QAccessible::Window) : nullptr;
}

/// Once in the program.
void givePlainWidgetsTheirRole() {
  static const bool installed = [] {
    QAccessible::installFactory(&plainInterface);
    return true;
  }();
  Q_UNUSED(installed);
}

}  // namespace

void nameForReaders(QWidget& widget) {
  givePlainWidgetsTheirRole();
  // On X11 and Wayland Qt gives a screen reader a combo box's choice for its name.
  if (auto* box = qobject_cast<QComboBox*>(&widget); box && box->accessibleDescription().isEmpty())
    box->setAccessibleDescription(box->accessibleName());
  auto* edit = qobject_cast<QLineEdit*>(&widget);
  auto* clear =
      edit ? edit->findChild<QAction*>(QStringLiteral("_q_qlineeditclearaction")) : nullptr;
  if (clear && clear->text().isEmpty())  // its button has no other name
    clear->setText(QCoreApplication::translate("ReaderNames", "Clear"));
}

void setReaderRole(QWidget& widget, QAccessible::Role role) {
  givePlainWidgetsTheirRole();
  widget.setProperty(kRole, static_cast<int>(role));
}

}  // namespace timbre::ui
