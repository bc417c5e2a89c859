#include "ui/widgets/PeakHold.h"

#include <QTest>

using timbre::ui::PeakHold;

class PeakHoldTest : public QObject {
  Q_OBJECT

 private slots:
  void aLouderPeakIsShownAtOnce() {
    PeakHold meter;
    QVERIFY(meter.silent());
    meter.take(-20, 0.03);
    QCOMPARE(meter.level(), -20.0);
    meter.take(-3, 0.03);
    QCOMPARE(meter.level(), -3.0);
    QCOMPARE(meter.held(), -3.0);
  }

  void theLevelFallsSlowlyAndTheMarkStays() {
    PeakHold meter;
    meter.take(-6, 0.05);
    meter.take(PeakHold::kLowest, 0.5);
    QCOMPARE(meter.level(), -6 - 0.5 * PeakHold::kFall);
    QCOMPARE(meter.held(), -6.0);
  }

  void theMarkFallsAfterItsTimeAndNeverBelowTheLevel() {
    PeakHold meter;
    meter.take(-6, 0.05);
    meter.take(-30, PeakHold::kHoldSeconds);
    QCOMPARE(meter.held(), -6.0);
    meter.take(-30, 0.5);
    QCOMPARE(meter.held(), -6 - 0.5 * PeakHold::kFall);
    meter.take(-30, 2);
    QCOMPARE(meter.held(), meter.level());
  }

  void inSilenceBothComeToRest() {
    PeakHold meter;
    meter.take(0, 0.05);
    meter.take(-200, 10);
    QCOMPARE(meter.level(), PeakHold::kLowest);
    meter.take(-200, 10);
    QVERIFY(meter.silent());
  }
};

QTEST_APPLESS_MAIN(PeakHoldTest)
#include "PeakHoldTest.moc"
