#include "ui/views/IssuesView.h"

#include <QPainter>

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

void IssuesView::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (model()->rowCount() > 0) return;
  QPainter painter(viewport());
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("No issues. Problems with notes, models and sounds are listed here."));
}

}  // namespace timbre::ui
