#include "ui/window/Workspaces.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QPointer>
#include <cmath>

namespace timbre::ui {
namespace {

constexpr int kLayoutVersion = 2;  // 1: one arrangement with the comparison always in the middle

constexpr std::array kAreas{Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea,
                            Qt::BottomDockWidgetArea};

constexpr std::array kIds{ActionId::WorkspaceExplore, ActionId::WorkspaceCompare,
                          ActionId::WorkspaceMorph, ActionId::WorkspaceStudy};

/// What the left, the right and the bottom docks have of the window at the first start.
DockShares standardShares(Workspace workspace) {
  switch (workspace) {
    case Workspace::Explore:
      return {0.34, 0.25, 0.34};
    case Workspace::Compare:
      return {0.22, 0.25, 0.38};
    case Workspace::Morph:
      return {0.26, 0.25, 0.4};
    case Workspace::Study:
      break;
  }
  return {0.26, 0.25, 0.4};
}

}  // namespace

Workspaces::Workspaces(ViewRegistry& views, Preferences& preferences, QMainWindow& window)
    : QObject(&window),
      views_(views),
      preferences_(preferences),
      window_(window),
      current_(workspaceOfId(preferences.workspace())) {
  window_.installEventFilter(this);
  restore();
}

void Workspaces::addTo(ActionTable& actions) {
  constexpr std::array kNames{"exploreAction", "compareAction", "morphAction", "studyAction"};
  std::vector<ActionRow> rows;
  for (const Workspace workspace : kWorkspaces) {
    const auto at = static_cast<std::size_t>(workspace);
    rows.push_back({kIds[at],
                    kNames[at],
                    titleOf(workspace),
                    {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + at))},
                    [this, workspace] { show(workspace); },
                    tr("Arrange the views for this task")});
  }
  rows.push_back({.id = ActionId::ResetWorkspace,
                  .name = "resetWorkspaceAction",
                  .text = tr("Reset this &workspace"),
                  .run = [this] { reset(); },
                  .tip = tr("Restore the original arrangement of the views")});
  actions.add(rows);
  auto* group = new QActionGroup(this);  // one of them
  const auto mark = [this, &actions] {
    for (const Workspace each : kWorkspaces)
      actions[kIds[static_cast<std::size_t>(each)]].setChecked(each == current_);
  };
  for (const ActionId id : kIds) {
    actions[id].setCheckable(true);
    group->addAction(&actions[id]);
  }
  connect(this, &Workspaces::changed, this, mark);
  mark();
}

void Workspaces::show(Workspace workspace) {
  if (workspace == current_) return;
  save();
  current_ = workspace;
  restore();
  emit changed(current_);
}

void Workspaces::reset() {
  preferences_.forgetLayout(idOf(current_));
  restore();
}

void Workspaces::save() const {
  preferences_.setLayout(idOf(current_), window_.saveState(kLayoutVersion), shares_);
  preferences_.setWorkspace(idOf(current_));
}

void Workspaces::restore() {
  const QPointer<QWidget> focused = window_.focusWidget();
  window_.setUpdatesEnabled(false);
  // A view that came with a newer version of the program stands where the table has it.
  views_.arrange(current_);
  shares_ = preferences_.dockShares(idOf(current_)).value_or(standardShares(current_));
  const QByteArray kept = preferences_.layout(idOf(current_));
  if (!kept.isEmpty() && window_.restoreState(kept, kLayoutVersion)) views_.hideEmptyDocks();
  applyShares();
  window_.setUpdatesEnabled(true);
  if (focused && focused->isVisible()) focused->setFocus(Qt::OtherFocusReason);
}

std::array<QSize, 3> Workspaces::sizes() const {
  std::array<QSize, 3> found;
  for (std::size_t i = 0; i < kAreas.size(); ++i)
    if (const auto* dock = views_.seenIn(kAreas[i])) found[i] = dock->size();
  return found;
}

void Workspaces::applyShares() {
  for (std::size_t i = 0; i < kAreas.size(); ++i) {
    QDockWidget* dock = views_.seenIn(kAreas[i]);
    if (!dock) continue;
    const bool bottom = kAreas[i] == Qt::BottomDockWidgetArea;
    const int whole = bottom ? window_.height() : window_.width();
    window_.resizeDocks({dock}, {static_cast<int>(std::lround(shares_[i] * whole))},
                        bottom ? Qt::Vertical : Qt::Horizontal);
  }
}

/// Of the areas whose separator was dragged.
void Workspaces::takeShares() {
  const auto now = sizes();
  const QSize whole = window_.size();
  for (std::size_t i = 0; i < kAreas.size(); ++i) {
    if (now[i].isEmpty() || pressed_[i].isEmpty()) continue;
    const bool bottom = kAreas[i] == Qt::BottomDockWidgetArea;
    const auto along = [bottom](QSize size) { return bottom ? size.height() : size.width(); };
    if (along(now[i]) != along(pressed_[i])) shares_[i] = 1.0 * along(now[i]) / along(whole);
  }
}

/// The separators belong to the window itself.
bool Workspaces::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
    QMetaObject::invokeMethod(this, &Workspaces::applyShares, Qt::QueuedConnection);
  if (event->type() == QEvent::MouseButtonPress) pressed_ = sizes();
  if (event->type() == QEvent::MouseButtonRelease)
    QMetaObject::invokeMethod(this, &Workspaces::takeShares, Qt::QueuedConnection);
  return QObject::eventFilter(watched, event);
}

}  // namespace timbre::ui
