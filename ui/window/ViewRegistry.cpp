#include "ui/window/ViewRegistry.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <map>

#include "ui/PlainText.h"
#include "ui/views/IssuesView.h"
#include "ui/views/MorphView.h"
#include "ui/views/NoteBrowserView.h"

namespace timbre::ui {
namespace {

template <class View>
QWidget* made(AppContext& bench, QWidget* parent) {
  return new View(bench, parent);
}

QWidget* notesView(AppContext& bench, QWidget* parent) {
  const auto owned = [&bench](const dataset::NoteInfo& note) { return bench.ownSounds.owns(note); };
  return new NoteBrowserView(bench.session, bench.jobs, bench.transport, owned, parent);
}

QWidget* issuesView(AppContext& bench, QWidget* parent) {
  return new IssuesView(bench.issues, parent);
}

/// A new view is a new line here. Views that share an area are tabs, in this order.
std::vector<ViewEntry> entries() {
  constexpr auto kLeft = Qt::LeftDockWidgetArea, kBottom = Qt::BottomDockWidgetArea;
  return {
      {"notesDock", QT_TRANSLATE_NOOP("View", "&Notes"), kLeft, Qt::CTRL | Qt::Key_1, true,
       notesView},
      {"morphDock", QT_TRANSLATE_NOOP("View", "&Morph"), kBottom, Qt::CTRL | Qt::Key_2, true,
       made<MorphView>},
      {"issuesDock", QT_TRANSLATE_NOOP("View", "&Issues"), kBottom, Qt::CTRL | Qt::Key_3, false,
       issuesView},
  };
}

/// As the dock's own action, but its key brings a hidden tab to the front and the focus with it.
void connectAction(QAction& action, QDockWidget& dock, QWidget& view) {
  action.setCheckable(true);
  QObject::connect(&action, &QAction::triggered, &dock, [&dock, &view, &action](bool) {
    const bool seen = dock.isVisible() && !dock.visibleRegion().isEmpty();
    dock.setVisible(!seen);
    action.setChecked(!seen);
    if (seen) return;
    dock.raise();
    view.setFocus(Qt::ShortcutFocusReason);
  });
  QObject::connect(&dock, &QDockWidget::visibilityChanged, &action,
                   [&dock, &action] { action.setChecked(!dock.isHidden()); });
}

}  // namespace

ViewRegistry::ViewRegistry(AppContext& bench, QMainWindow& window) {
  std::map<Qt::DockWidgetArea, QDockWidget*> first;
  for (const ViewEntry& entry : entries()) {
    const QString title = QCoreApplication::translate("View", entry.title);
    auto* dock = new QDockWidget(QString(title).remove(QLatin1Char('&')), &window);
    dock->setObjectName(QLatin1String(entry.dock));
    QWidget* view = entry.make(bench, dock);
    dock->setWidget(view);
    window.addDockWidget(entry.area, dock);
    if (QDockWidget*& beside = first[entry.area]; beside) {
      window.tabifyDockWidget(beside, dock);
    } else {
      beside = dock;
    }
    dock->setVisible(entry.shown);
    auto* action = new QAction(title, &window);
    action->setObjectName(QLatin1String(entry.dock) + QStringLiteral("Action"));
    action->setShortcut(entry.key);
    action->setToolTip(plainTip(QCoreApplication::translate("View", "Show or hide this view")));
    connectAction(*action, *dock, *view);
    window.addAction(action);
    made_.push_back({view, dock, action});
  }
  for (const auto& [area, dock] : first) dock->raise();
}

QList<QAction*> ViewRegistry::actions() const {
  QList<QAction*> all;
  for (const Made& made : made_) all.push_back(made.action);
  return all;
}

}  // namespace timbre::ui
