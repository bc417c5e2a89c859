/// The menu of recently opened libraries.
#pragma once

#include <QMenu>

#include "ui/Preferences.h"

namespace timbre::ui {

/// Lists those that still exist, the most recent first. GUI thread.
class RecentLibraries : public QMenu {
  Q_OBJECT

 public:
  explicit RecentLibraries(Preferences& preferences, QWidget* parent = nullptr);

  /// Reads the preferences again; the menu is disabled when there are none.
  void fill();

 signals:
  void chosen(const QString& folder);

 private:
  Preferences& preferences_;
};

}  // namespace timbre::ui
