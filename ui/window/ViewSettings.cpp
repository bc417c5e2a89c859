#include "ui/window/ViewSettings.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QMenu>
#include <QToolButton>
#include <algorithm>
#include <iterator>
#include <utility>

namespace timbre::ui {
namespace {

const QString kAction = QStringLiteral("settingAction");
const QString kTo = QStringLiteral(" › ");

/// Takes the controls of one view.
class Collector {
 public:
  Collector(QString path, std::function<void()> show)
      : path_(std::move(path)), show_(std::move(show)) {}

  void take(QWidget& control) {
    if (auto* button = qobject_cast<QAbstractButton*>(&control)) return take(*button);
    if (auto* box = qobject_cast<QComboBox*>(&control)) return take(*box);
    if (auto* number = qobject_cast<QAbstractSpinBox*>(&control)) return take(*number);
  }
  std::vector<Command> found() { return std::move(found_); }

 private:
  void take(QAbstractButton& button) {
    const auto* tool = qobject_cast<QToolButton*>(&button);
    if (QMenu* menu = tool ? tool->menu() : nullptr) {
      std::ranges::move(commandsOf(path_ + kTo + tool->text(), *menu), std::back_inserter(found_));
      return;
    }
    // Of those that exclude each other the menus hold one action each.
    if (!button.isCheckable() || button.autoExclusive()) return;
    const QString name = QAccessible::queryAccessibleInterface(&button)->text(QAccessible::Name);
    QAction& made = add(button, name, [&button] { button.click(); });
    made.setCheckable(true);
    made.setChecked(button.isChecked());
  }

  void take(QComboBox& box) {
    for (int i = 0; i < box.count(); ++i) {
      QAction& made = add(box, titleOf(box) + kTo + box.itemText(i), [&box, i] {
        box.setCurrentIndex(i);
        emit box.activated(i);
      });
      made.setCheckable(true);
      made.setChecked(i == box.currentIndex());
    }
  }

  void take(QAbstractSpinBox& number) {
    add(number, number.accessibleName() + QStringLiteral(" …"), [&number] {
      number.setFocus(Qt::ShortcutFocusReason);
      number.selectAll();
    });
  }

  /// A list with a label has no name of its own; on X11 its choice would be taken for it.
  static QString titleOf(const QComboBox& box) {
    if (!box.accessibleName().isEmpty()) return box.accessibleName();
    const auto labels = QAccessible::queryAccessibleInterface(const_cast<QComboBox*>(&box))
                            ->relations(QAccessible::Label);
    return labels.isEmpty() ? QString() : labels.first().first->text(QAccessible::Name);
  }

  QAction& add(QWidget& control, const QString& name, std::function<void()> set) {
    auto* made = new QAction(name, &control);
    made->setObjectName(kAction);
    made->setEnabled(control.isEnabled());
    QObject::connect(made, &QAction::triggered, &control, [show = show_, set = std::move(set)] {
      show();
      set();
    });
    found_.push_back({path_ + kTo + name, made});
    return *made;
  }

  const QString path_;
  const std::function<void()> show_;
  std::vector<Command> found_;
};

}  // namespace

std::vector<Command> settingsOf(const QString& path, QWidget& view, std::function<void()> show) {
  Collector settings(path, std::move(show));
  for (QWidget* control : view.findChildren<QWidget*>()) {
    qDeleteAll(control->findChildren<QAction*>(kAction, Qt::FindDirectChildrenOnly));
    if (control->isVisibleTo(&view)) settings.take(*control);
  }
  return settings.found();
}

}  // namespace timbre::ui
