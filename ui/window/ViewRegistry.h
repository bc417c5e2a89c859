/// The views of the window, as a table: a new view is a pair of files in views/ and one line in
/// ViewRegistry.cpp.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QString>
#include <functional>
#include <vector>

class QDockWidget;
class QMainWindow;

namespace timbre::ui {

class AppContext;

/// One line of the table.
struct ViewEntry {
  const char* dock;   ///< the dock's object name, by which layouts remember it
  const char* title;  ///< of the dock and of its entry in the View menu, to be translated
  Qt::DockWidgetArea area;
  QKeySequence key;  ///< shows the view and gives it the focus
  bool shown;        ///< at the first start
  std::function<QWidget*(AppContext&, QWidget* parent)> make;
};

/// The docks of the window's views, made of the table. GUI thread.
class ViewRegistry {
 public:
  /// Makes every view in a dock of `window`, and an action for each that shows it.
  ViewRegistry(AppContext& bench, QMainWindow& window);

  /// The one view of this type; it must be in the table.
  template <class View>
  View& view() const {
    for (const Made& made : made_)
      if (auto* found = qobject_cast<View*>(made.view)) return *found;
    qFatal("The window has no %s", View::staticMetaObject.className());
  }
  template <class View>
  QDockWidget& dock() const {
    for (const Made& made : made_)
      if (qobject_cast<View*>(made.view)) return *made.dock;
    qFatal("The window has no dock for %s", View::staticMetaObject.className());
  }
  /// For the View menu: each shows or hides its dock.
  QList<QAction*> actions() const;

 private:
  struct Made {
    QWidget* view;
    QDockWidget* dock;
    QAction* action;
  };
  std::vector<Made> made_;
};

}  // namespace timbre::ui
