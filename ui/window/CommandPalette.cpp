#include "ui/window/CommandPalette.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTimer>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/PlainText.h"

namespace timbre::ui {
namespace {

constexpr int kRows = 14;

QString plainText(const QAction& action) {
  QString text = action.text();
  text.replace(QStringLiteral("&&"), QStringLiteral("\n"));  // an ampersand that is meant
  return text.remove(QLatin1Char('&')).replace(QLatin1Char('\n'), QLatin1Char('&'));
}

void collect(const QString& path, const QList<QAction*>& actions, std::vector<Command>& into) {
  for (QAction* action : actions) {
    if (action->isSeparator() || !action->isVisible()) continue;
    const QString title =
        path.isEmpty() ? plainText(*action) : path + QStringLiteral(" › ") + plainText(*action);
    if (QMenu* menu = action->menu()) {
      emit menu->aboutToShow();  // those that are filled when they open
      collect(title, menu->actions(), into);
    } else {
      into.push_back({title, action});
    }
  }
}

/// 0 is best.
int rankOf(const QString& title, const QString& typed) {
  const QString name = title.section(QStringLiteral(" › "), -1);
  if (name.startsWith(typed, Qt::CaseInsensitive)) return 0;
  if (name.contains(QLatin1Char(' ') + typed, Qt::CaseInsensitive)) return 1;
  return name.contains(typed, Qt::CaseInsensitive) ? 2 : 3;
}

}  // namespace

std::vector<Command> commandsOf(const QMenuBar& bar) {
  std::vector<Command> found;
  collect({}, bar.actions(), found);
  return found;
}

std::vector<Command> commandsOf(const QString& path, QMenu& menu) {
  std::vector<Command> found;
  emit menu.aboutToShow();
  collect(path, menu.actions(), found);
  return found;
}

std::vector<Command> matching(const std::vector<Command>& commands, const QString& typed) {
  const QString whole = typed.simplified();
  const QStringList words = whole.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  std::vector<Command> found;
  std::ranges::copy_if(commands, std::back_inserter(found), [&](const Command& command) {
    return std::ranges::all_of(words, [&](const QString& word) {
      return command.title.contains(word, Qt::CaseInsensitive);
    });
  });
  std::ranges::stable_sort(found, {},
                           [&](const Command& command) { return rankOf(command.title, whole); });
  return found;
}

CommandPalette::CommandPalette(std::vector<Command> commands, QWidget* window)
    : QDialog(window),
      commands_(std::move(commands)),
      focusBefore_(QApplication::focusWidget()),
      field_(new QLineEdit(this)),
      list_(new QTreeWidget(this)) {
  setObjectName(QStringLiteral("commandPalette"));
  setWindowTitle(tr("Commands"));
  field_->setObjectName(QStringLiteral("commandField"));
  field_->setPlaceholderText(tr("Type a part of a command’s name"));
  field_->setAccessibleName(tr("Command"));
  field_->setClearButtonEnabled(true);
  field_->installEventFilter(this);
  list_->setObjectName(QStringLiteral("commandList"));
  list_->setAccessibleName(tr("Matching commands"));
  list_->setColumnCount(2);
  list_->setHeaderHidden(true);
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setFocusPolicy(Qt::NoFocus);  // the arrows move in it while the field has the focus
  list_->setTextElideMode(Qt::ElideMiddle);
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(8, 8, 8, 8);
  column->setSpacing(8);
  column->addWidget(field_);
  column->addWidget(list_);
  connect(field_, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(field_, &QLineEdit::returnPressed, this, &CommandPalette::run);
  connect(list_, &QTreeWidget::itemClicked, this, &CommandPalette::run);
  fill({});
  const int row = list_->sizeHintForRow(0) + 2;
  resize(qMin(560, window->width() - 40), qMin(kRows * row + 64, window->height() - 80));
  move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 60)));
}

void CommandPalette::fill(const QString& typed) {
  shown_ = matching(commands_, typed);
  list_->clear();
  for (const Command& command : shown_) {
    auto* item = new QTreeWidgetItem(
        list_, {command.title, command.action->shortcut().toString(QKeySequence::NativeText)});
    item->setToolTip(0, plainTip(command.title));
    item->setDisabled(!command.action->isEnabled());
    if (command.action->isChecked()) item->setText(0, command.title + QStringLiteral("  ✓"));
  }
  if (shown_.empty()) {
    auto* none = new QTreeWidgetItem(list_, {tr("No command matches")});
    none->setDisabled(true);
    return;
  }
  list_->setCurrentItem(list_->topLevelItem(0));
}

void CommandPalette::run() {
  const int row = list_->indexOfTopLevelItem(list_->currentItem());
  if (row < 0 || row >= static_cast<int>(shown_.size())) return;
  const QPointer<QAction> action = shown_[static_cast<std::size_t>(row)].action;
  if (!action || !action->isEnabled()) return;
  accept();
  parentWidget()->activateWindow();
  if (focusBefore_) focusBefore_->setFocus();
  QTimer::singleShot(0, action, &QAction::trigger);  // the palette is gone by then
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  const bool moves =
      key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
  return moves && QCoreApplication::sendEvent(list_, event);
}

void CommandPalette::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::ActivationChange && isVisible() && !isActiveWindow()) reject();
}

}  // namespace timbre::ui
