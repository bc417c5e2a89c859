/// The menu of libraries that were opened before.
#pragma once

#include <QMenu>

#include "ui/Preferences.h"

namespace timbre::ui {

/// Those that are still there, the last first. GUI thread.
class RecentLibraries : public QMenu {
  Q_OBJECT

 public:
  explicit RecentLibraries(Preferences& preferences, QWidget* parent = nullptr);

  /// Anew from the preferences; disabled where there are none.
  void fill();

 signals:
  void chosen(const QString& folder);

 private:
  Preferences& preferences_;
};

}  // namespace timbre::ui
