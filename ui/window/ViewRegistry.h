/// The views of the window, as a table: a new view is a pair of files and one line in
/// ViewRegistry.cpp.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>
#include <vector>

#include "ui/window/Workspace.h"

class QDockWidget;
class QMainWindow;
class QStackedWidget;

namespace timbre::ui {

class AppContext;

/// Where a view stands in a workspace. Views in one place are tabs, in the order of the table; of
/// several in the Centre the last one has it. A hidden view is one key away and then comes up in
/// its area.
enum class Place { Centre, Left, Right, Bottom, HiddenLeft, HiddenRight, HiddenBottom };

/// One line of the table.
struct ViewEntry {
  const char* dock;   ///< the dock's object name, by which layouts remember it
  const char* title;  ///< of the dock and of its entry in the View menu, to be translated
  Place explore, compare, morph, study;  ///< in each workspace, until a person moves it
  QKeySequence key;                      ///< shows the view and gives it the focus; may be empty
  std::function<QWidget*(AppContext&, QWidget* parent)> make;
};

/// The window's views, made of the table, and where they stand. GUI thread.
class ViewRegistry {
 public:
  /// Makes every view with a dock of `window`, and an action for each that shows it. Nothing is
  /// placed before arrange(). `centre`: holds the view in the middle.
  ViewRegistry(AppContext& bench, QMainWindow& window, QStackedWidget& centre);

  /// Puts every view where the table has it in this workspace.
  void arrange(Workspace workspace);
  /// After a layout was restored in which the view of the centre was a dock.
  void hideEmptyDocks();
  /// The dock that is seen in this area; null when there is none, or more than one side by side.
  QDockWidget* seenIn(Qt::DockWidgetArea area) const;

  /// The one view of this type; it must be in the table.
  template <class View>
  View& view() const {
    for (const Made& made : made_)
      if (auto* found = qobject_cast<View*>(made.view)) return *found;
    qFatal("The window has no %s", View::staticMetaObject.className());
  }
  /// Brings the view to the front; with the focus, if wanted.
  template <class View>
  void show(bool focus = false) const {
    for (const Made& made : made_)
      if (qobject_cast<View*>(made.view)) return show(made, focus);
  }
  /// A view by its title, and what brings it to the front.
  struct Listed {
    QString title;
    QWidget* view;
    std::function<void()> show;
  };
  std::vector<Listed> all() const;
  /// For the View menu: each shows or hides its view.
  QList<QAction*> actions() const;

 private:
  struct Made {
    ViewEntry entry;
    QWidget* view;
    QDockWidget* dock;
    QAction* action;
  };
  void place(const Made& made, Place place, bool inCentre);
  bool inCentre(const Made& made) const;
  void toggle(const Made& made) const;
  void show(const Made& made, bool focus) const;
  void connectAction(const Made& made) const;

  QMainWindow& window_;
  QStackedWidget& centre_;
  std::vector<Made> made_;
};

}  // namespace timbre::ui
