#include "ui/window/ActionTable.h"

#include <QMenu>

#include "ui/PlainText.h"

namespace timbre::ui {

void ActionTable::add(const std::vector<ActionRow>& rows) {
  for (const ActionRow& row : rows) {
    auto* made = new QAction(row.text, &window_);
    if (!row.tip.isEmpty()) made->setToolTip(plainTip(row.tip));
    if (row.run) QObject::connect(made, &QAction::triggered, &window_, row.run);
    add(row.id, row.name, made, row.keys);
  }
}

void ActionTable::add(ActionId id, const char* name, QAction* action,
                      const QList<QKeySequence>& keys) {
  Q_ASSERT(!actions_.contains(id));
  action->setObjectName(QLatin1String(name));
  action->setShortcuts(keys);
  window_.addAction(action);
  actions_.emplace(id, action);
}

void ActionTable::fill(QMenu& menu, std::initializer_list<std::optional<ActionId>> ids) const {
  for (const auto& id : ids) {
    if (id) {
      menu.addAction(actions_.at(*id));
    } else {
      menu.addSeparator();
    }
  }
}

}  // namespace timbre::ui
