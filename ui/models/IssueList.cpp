#include "ui/models/IssueList.h"

#include <QApplication>
#include <QStyle>
#include <algorithm>

#include "ui/PlainText.h"

namespace timbre::ui {

void IssueList::add(const Issue& issue) {
  if (std::ranges::find(issues_, issue.text, &Issue::text) != issues_.end()) return;
  beginInsertRows({}, count(), count());
  issues_.push_back(issue);
  endInsertRows();
  emit countChanged(count());
}

void IssueList::clear(const QString& topic) {
  beginResetModel();
  std::erase_if(issues_, [&topic](const Issue& issue) { return issue.topic == topic; });
  endResetModel();
  emit countChanged(count());
}

int IssueList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant IssueList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Issue& found = issue(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return found.text;
    case Qt::ToolTipRole:
      return plainTip(found.text);
    case Qt::DecorationRole:
      return QApplication::style()->standardIcon(found.severity == Issue::Severity::Error
                                                     ? QStyle::SP_MessageBoxCritical
                                                     : QStyle::SP_MessageBoxWarning);
    default:
      return {};
  }
}

}  // namespace timbre::ui
