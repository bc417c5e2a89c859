/// Switches between the four workspaces, and keeps what a person has changed in each.
#pragma once

#include <QByteArray>
#include <QObject>
#include <array>

#include "ui/Preferences.h"
#include "ui/window/ActionTable.h"
#include "ui/window/ViewRegistry.h"

class QMainWindow;

namespace timbre::ui {

/// GUI thread. The docks keep their share of the window when it is resized.
class Workspaces : public QObject {
  Q_OBJECT

 public:
  Workspaces(ViewRegistry& views, Preferences& preferences, QMainWindow& window);

  /// Explore, Compare, Morph, Study and the reset.
  void addTo(ActionTable& actions);
  Workspace current() const { return current_; }
  /// Nothing is changed when it is there already.
  void show(Workspace workspace);
  /// The current one is as at the first start.
  void reset();
  /// Keeps the current one in the preferences, to be called at the end.
  void save() const;

 signals:
  void changed(timbre::ui::Workspace current);

 private:
  void restore();
  void applyShares();
  void takeShares();
  std::array<QSize, 3> sizes() const;
  bool eventFilter(QObject* watched, QEvent* event) override;

  ViewRegistry& views_;
  Preferences& preferences_;
  QMainWindow& window_;
  Workspace current_;
  DockShares shares_{};
  std::array<QSize, 3> pressed_;  // the docks' sizes when a drag of a separator began
};

}  // namespace timbre::ui
