#include "ui/window/RecentLibraries.h"

#include <QFileInfo>

#include "ui/PlainText.h"

namespace timbre::ui {

RecentLibraries::RecentLibraries(Preferences& preferences, QWidget* parent)
    : QMenu(tr("Open &recent"), parent), preferences_(preferences) {
  setObjectName(QStringLiteral("recentMenu"));
  setToolTipsVisible(true);
  connect(this, &QMenu::aboutToShow, this, &RecentLibraries::fill);
  fill();
}

void RecentLibraries::fill() {
  clear();
  const QStringList folders = preferences_.recentLibraries();
  for (const QString& folder : folders) {
    const QFileInfo info(folder);
    if (!info.exists()) continue;
    QString name = info.fileName();
    QAction* made = addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")));
    made->setToolTip(plainTip(folder));
    connect(made, &QAction::triggered, this, [this, folder] { emit chosen(folder); });
  }
  setEnabled(!isEmpty());
  if (isEmpty()) return;
  addSeparator();
  QAction* forget = addAction(tr("&Clear this list"));
  connect(forget, &QAction::triggered, this, [this] {
    preferences_.forgetLibraries();
    fill();
  });
}

}  // namespace timbre::ui
