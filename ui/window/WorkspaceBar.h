/// The tabs of the four workspaces.
#pragma once

#include <QTabBar>

#include "ui/window/Workspaces.h"

namespace timbre::ui {

/// Follows the workspaces. Its context menu resets the current one. GUI thread.
class WorkspaceBar : public QTabBar {
  Q_OBJECT

 public:
  /// `reset`: the action that resets.
  WorkspaceBar(Workspaces& workspaces, QAction& reset, QWidget* parent);
};

}  // namespace timbre::ui
