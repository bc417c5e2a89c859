#include "ui/widgets/ReadoutText.h"

#include <QTest>

using namespace timbre;
using namespace timbre::ui;

class ReadoutTextTest : public QObject {
  Q_OBJECT
 private slots:
  void namesTheNearestNoteAndTheCents_data();
  void namesTheNearestNoteAndTheCents();
  void followsTheTuning();
  void givesFourDigitsOfAFrequency();
  void givesThePeriodInBothUnits();
  void saysWhenTheLevelIsAtTheFloor();
  void putsAllInOneLine();
  void speaksWithoutSymbols();
};

void ReadoutTextTest::namesTheNearestNoteAndTheCents_data() {
  QTest::addColumn<double>("hertz");
  QTest::addColumn<QString>("text");
  QTest::newRow("exact") << 440.0 << QStringLiteral("A4 +0 ¢");
  QTest::newRow("above") << 443.06 << QStringLiteral("A4 +12 ¢");
  QTest::newRow("below") << 436.96 << QStringLiteral("A4 −12 ¢");
  QTest::newRow("sharp") << 277.18 << QStringLiteral("C♯4 +0 ¢");
  QTest::newRow("lowest") << 65.406 << QStringLiteral("C2 +0 ¢");
  QTest::newRow("just under half") << 452.76 << QStringLiteral("A4 +49 ¢");
  QTest::newRow("just over half") << 453.03 << QStringLiteral("A♯4 −49 ¢");
}

void ReadoutTextTest::namesTheNearestNoteAndTheCents() {
  QFETCH(double, hertz);
  QTEST(noteText(hertz), "text");
}

void ReadoutTextTest::followsTheTuning() {
  QCOMPARE(noteText(442, 442), QStringLiteral("A4 +0 ¢"));
  QCOMPARE(noteText(440, 415.305), QStringLiteral("A♯4 +0 ¢"));
}

void ReadoutTextTest::givesFourDigitsOfAFrequency() {
  QCOMPARE(frequencyText(65.406), QStringLiteral("65.41 Hz"));
  QCOMPARE(frequencyText(99.996), QStringLiteral("100.0 Hz"));
  QCOMPARE(frequencyText(443.06), QStringLiteral("443.1 Hz"));
  QCOMPARE(frequencyText(999.97), QStringLiteral("1.000 kHz"));
  QCOMPARE(frequencyText(4114.1), QStringLiteral("4.114 kHz"));
}

void ReadoutTextTest::givesThePeriodInBothUnits() {
  QCOMPARE(periodText(440, SampleRate(16000)), QStringLiteral("2.273 ms (36.4 samples)"));
  QCOMPARE(periodText(100, SampleRate(48000)), QStringLiteral("10.000 ms (480.0 samples)"));
}

void ReadoutTextTest::saysWhenTheLevelIsAtTheFloor() {
  QCOMPARE(levelText(-23.44), QStringLiteral("−23.4 dB"));
  QCOMPARE(levelText(-0.01), QStringLiteral("0.0 dB"));
  QCOMPARE(levelText(-70), QStringLiteral("below −70 dB"));
  QCOMPARE(levelText(-70, -80), QStringLiteral("−70.0 dB"));
}

void ReadoutTextTest::putsAllInOneLine() {
  CellReadout cell{.seconds = 1.284, .hertz = 443.06, .levelDb = -23.4, .instantaneousHertz = 441};
  QCOMPARE(readoutText(cell), QStringLiteral("A4 +12 ¢ · 443.1 Hz · 2.257 ms (36.1 samples) · "
                                             "1.284 s · −23.4 dB · actual 441.0 Hz"));
  cell.levelDb = cell.floorDb;  // nothing sounds there
  QVERIFY(!readoutText(cell).contains(QStringLiteral("actual")));
}

void ReadoutTextTest::speaksWithoutSymbols() {
  const QString text = spokenReadout({.seconds = 1, .hertz = 277.18, .levelDb = -12});
  QCOMPARE(text, QStringLiteral("C sharp 4, 0 cents, 277.2 hertz, 1.00 seconds, -12.0 decibels"));
  QVERIFY(spokenReadout({.seconds = 1, .hertz = 277.18, .levelDb = -70})
              .endsWith(QStringLiteral("silence")));
}

QTEST_GUILESS_MAIN(ReadoutTextTest)
#include "ReadoutTextTest.moc"
