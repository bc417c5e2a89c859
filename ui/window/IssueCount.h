/// "3 issues" in the status bar, a link to the list.
#pragma once

#include <QLabel>

#include "ui/models/IssueList.h"

namespace timbre::ui {

/// Hidden while there are none. linkActivated() when it is clicked. GUI thread.
class IssueCount : public QLabel {
  Q_OBJECT

 public:
  IssueCount(IssueList& issues, QWidget* parent);

 private:
  void showCount(int count);
};

}  // namespace timbre::ui
