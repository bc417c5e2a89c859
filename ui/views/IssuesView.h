/// The list of issues, in whole sentences.
#pragma once

#include <QListView>

#include "ui/models/IssueList.h"

namespace timbre::ui {

/// GUI thread.
class IssuesView : public QListView {
  Q_OBJECT

 public:
  explicit IssuesView(IssueList& issues, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace timbre::ui
