/// Every command by typing a part of its name.
#pragma once

#include <QAction>
#include <QDialog>
#include <QList>
#include <QPointer>
#include <vector>

class QLineEdit;
class QMenu;
class QMenuBar;
class QTreeWidget;

namespace timbre::ui {

/// One line of the palette.
struct Command {
  QString title;  ///< with the menus that lead to it: "View › Theme › Dark"
  QPointer<QAction> action;
};

/// All that the menus hold, in their order.
std::vector<Command> commandsOf(const QMenuBar& bar);
/// Of a menu that stands elsewhere, filled as when it opens; `path` leads to it.
std::vector<Command> commandsOf(const QString& path, QMenu& menu);

/// Those whose title holds every typed word, the best first: the name itself begins with what was
/// typed, then one of its words does, then the rest. Nothing typed: all, as they are.
std::vector<Command> matching(const std::vector<Command>& commands, const QString& typed);

/// Not modal; goes away when it loses the focus. GUI thread.
class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  CommandPalette(std::vector<Command> commands, QWidget* window);

 private:
  void fill(const QString& typed);
  void run();
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;

  const std::vector<Command> commands_;
  std::vector<Command> shown_;
  QPointer<QWidget> focusBefore_;
  QLineEdit* field_;
  QTreeWidget* list_;
};

}  // namespace timbre::ui
