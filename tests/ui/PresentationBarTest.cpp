#include "ui/library/PresentationBar.h"

#include <QCoreApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

namespace timbre::ui {

class PresentationBarTest : public QObject {
  Q_OBJECT

  static QToolButton* button(const PresentationBar& bar, const char* name) {
    return bar.findChild<QToolButton*>(QLatin1String(name));
  }

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("PresentationBarTest"));
  }
  void init() { QSettings().clear(); }

  void oneWayToShowNotesIsChosenAndRemembered() {
    QCOMPARE(PresentationBar::remembered(), Presentation::Map);
    PresentationBar bar;
    QList<Presentation> chosen;
    connect(&bar, &PresentationBar::presentationChosen, this,
            [&](Presentation how) { chosen << how; });
    button(bar, "listButton")->click();
    QCOMPARE(chosen, QList<Presentation>{Presentation::List});
    bar.setPresentation(Presentation::Grid);
    QVERIFY(button(bar, "gridButton")->isChecked());
    QVERIFY(!button(bar, "listButton")->isChecked());
    QCOMPARE(PresentationBar::remembered(), Presentation::Grid);
  }

  void similarNotesCanBeAskedForFromElsewhere() {
    PresentationBar bar;
    QSignalSpy toggled(&bar, &PresentationBar::similarToggled);
    bar.showSimilar();
    bar.showSimilar();
    QCOMPARE(toggled.size(), 1);
    QVERIFY(toggled.front().front().toBool());
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::PresentationBarTest)
#include "PresentationBarTest.moc"
