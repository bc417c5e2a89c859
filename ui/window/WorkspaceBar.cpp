#include "ui/window/WorkspaceBar.h"

#include "ui/PlainText.h"

namespace timbre::ui {

WorkspaceBar::WorkspaceBar(Workspaces& workspaces, QAction& reset, QWidget* parent)
    : QTabBar(parent) {
  setObjectName(QStringLiteral("workspaceBar"));
  setAccessibleName(tr("Workspaces"));
  setDrawBase(false);
  setExpanding(false);
  setDocumentMode(true);
  for (const Workspace workspace : kWorkspaces) {
    const int at = addTab(titleOf(workspace));
    setTabToolTip(at, plainTip(tr("Ctrl+%1").arg(at + 1)));
  }
  setCurrentIndex(static_cast<int>(workspaces.current()));
  setContextMenuPolicy(Qt::ActionsContextMenu);
  addAction(&reset);
  connect(this, &QTabBar::currentChanged, &workspaces,
          [&workspaces](int at) { workspaces.show(kWorkspaces[static_cast<std::size_t>(at)]); });
  connect(&workspaces, &Workspaces::changed, this,
          [this](Workspace now) { setCurrentIndex(static_cast<int>(now)); });
}

}  // namespace timbre::ui
