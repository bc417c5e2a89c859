#include "ui/views/IssuesView.h"

namespace timbre::ui {

IssuesView::IssuesView(IssueList& issues, QWidget* parent) : QListView(parent) {
  setObjectName(QStringLiteral("issuesList"));
  setAccessibleName(tr("Issues"));
  setModel(&issues);
  setWordWrap(true);
  setResizeMode(QListView::Adjust);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setIconSize(QSize(16, 16));
}

}  // namespace timbre::ui
