#include "ui/window/IssueCount.h"

#include "ui/CountText.h"

namespace timbre::ui {

IssueCount::IssueCount(IssueList& issues, QWidget* parent) : QLabel(parent) {
  setObjectName(QStringLiteral("issueCount"));
  setTextFormat(Qt::RichText);  // numbers only, never a name
  setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
  connect(&issues, &IssueList::countChanged, this, &IssueCount::showCount);
  showCount(issues.count());
}

void IssueCount::showCount(int count) {
  setVisible(count > 0);
  setText(QStringLiteral("<a href=\"issues\">%1</a>")
              .arg(countText(count, tr("1 issue"), tr("%1 issues"))));
}

}  // namespace timbre::ui
