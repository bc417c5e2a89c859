// What is said of a live morph.
#include "ui/views/LiveText.h"

#include <QTest>

namespace timbre::ui {

class LiveTextTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QLocale::setDefault(QLocale::c()); }

  void saysHowFastAndHowOftenItWasInterrupted() {
    QCOMPARE(liveText({.speed = 2.26}),
             QStringLiteral("Live: the model follows the sliders (2.3 × real time)"));
    QVERIFY(liveText({.speed = 2, .gaps = 1}).endsWith(QStringLiteral(", 1 gap")));
    QVERIFY(liveText({.speed = 2, .gaps = 3}).endsWith(QStringLiteral(", 3 gaps")));
  }

  void doesNotBlameTheMachineForOtherWork() {
    const QString text = liveText({.speed = 4, .fastEnough = false, .tooBusy = true});
    QVERIFY(text.contains(QStringLiteral("busy")));
    QVERIFY(!text.contains(QStringLiteral("×")));
  }

  void saysWhyItIsNotLive() {
    QVERIFY(liveText({.speed = 0.5, .fastEnough = false}).contains(QStringLiteral("0.5 ×")));
    QVERIFY(liveText({.speed = 2, .tooBusy = true, .gaps = 9}).contains(QStringLiteral("busy")));
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::LiveTextTest)
#include "LiveTextTest.moc"
