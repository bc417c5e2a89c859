/// Base of the views that inspect sounds: they compute only while they are visible.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/inspect/InspectedSounds.h"
#include "ui/jobs/JobRunner.h"

class QHBoxLayout;
class QVBoxLayout;

namespace timbre::ui {

class ElidingLabel;

/// GUI thread. A view that is hidden computes nothing; it catches up when it is shown.
class InspectView : public QWidget {
  Q_OBJECT

 public:
  InspectView(AppContext& bench, const char* name, QWidget* parent);

 protected:
  /// Called soon after the sounds change, the view becomes visible, or askRefresh() is called.
  virtual void refresh() = 0;
  void askRefresh();
  /// Controls at the left, what is measured at the right.
  QHBoxLayout& tools() { return *tools_; }
  QVBoxLayout& column() { return *column_; }
  /// What stands where there is no sound: `select` while no note is selected.
  QString nothingText(const QString& select) const;
  void showFigures(const QString& text, const QString& tip = {});
  void showEvent(QShowEvent* event) override;

  AppContext& bench_;
  InspectedSounds sounds_;
  Job job_;

 private:
  QVBoxLayout* column_;
  QHBoxLayout* tools_;
  ElidingLabel* figures_;
  QTimer rest_;
  bool stale_ = true;
};

}  // namespace timbre::ui
