#include "ui/window/RecentLibraries.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace timbre::ui {

class RecentLibrariesTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("RecentLibrariesTest"));
    QSettings().clear();
  }

  void thoseThatAreStillThereAreListedTheLastFirst() {
    for (const char* name : {"one", "t&wo", "gone"})
      preferences_.rememberLibrary(folder_.filePath(QLatin1String(name)));
    QDir(folder_.path()).mkdir(QStringLiteral("one"));
    QDir(folder_.path()).mkdir(QStringLiteral("t&wo"));
    RecentLibraries menu(preferences_);
    QVERIFY(menu.isEnabled());
    QCOMPARE(menu.actions().size(), 4);  // two, a line, the way to forget them
    QCOMPARE(menu.actions().at(0)->text(), QStringLiteral("t&&wo"));
    QSignalSpy chosen(&menu, &RecentLibraries::chosen);
    menu.actions().at(1)->trigger();
    QCOMPARE(chosen.at(0).at(0).toString(), folder_.filePath(QStringLiteral("one")));
  }

  void theyCanBeForgotten() {
    preferences_.rememberLibrary(folder_.path());
    RecentLibraries menu(preferences_);
    menu.actions().constLast()->trigger();
    QVERIFY(menu.isEmpty() && !menu.isEnabled());
    QVERIFY(preferences_.recentLibraries().isEmpty());
  }

 private:
  QTemporaryDir folder_;
  Preferences preferences_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::RecentLibrariesTest)
#include "RecentLibrariesTest.moc"
