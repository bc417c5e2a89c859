/// The menu bar, made of the window's actions.
#pragma once

#include <QMenu>

#include "ui/views/Appearance.h"
#include "ui/window/ActionTable.h"

class QMenuBar;

namespace timbre::ui {

/// What the menus hold besides the actions of the table; the caller keeps them.
struct SubMenus {
  QMenu& recent;
  QMenu& devices;
  QList<QAction*> views;  ///< one for each view, which shows or hides it
};

void fillMenuBar(QMenuBar& bar, const ActionTable& actions, const SubMenus& sub, Appearance& look);

}  // namespace timbre::ui
