#include "ui/widgets/AxisTicks.h"

#include <QFontMetricsF>
#include <QGuiApplication>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "base/Units.h"

using namespace timbre::ui;

namespace {

constexpr double kLine = 15;

QStringList labels(const std::vector<Tick>& ticks) {
  QStringList names;
  for (const Tick& tick : ticks)
    if (!tick.label.isEmpty()) names << tick.label;
  return names;
}

/// Smallest distance of two named ticks in pixels.
double closest(const std::vector<Tick>& ticks, const Interval& interval, double pixels) {
  double least = pixels;
  const Tick* last = nullptr;
  for (const Tick& tick : ticks) {
    if (tick.label.isEmpty()) continue;
    if (last) least = std::min(least, (tick.at - last->at) / interval.size() * pixels);
    last = &tick;
  }
  return least;
}

}  // namespace

class AxisTicksTest : public QObject {
  Q_OBJECT
 private slots:
  void sixOctavesCarryTheirCs();
  void aLowPictureLeavesOctavesOut();
  void everyKeyIsNamedFromNear();
  void namesNeverTouch();
  void anotherTuningMovesTheNotes();
  void timeComesInRoundSteps();
  void frequenciesAreRoundAndInPlace();
  void zoomStaysInsideAndKeepsItsCentre();
};

void AxisTicksTest::sixOctavesCarryTheirCs() {
  const auto ticks = noteTicks({35.85, 108}, 200, kLine);
  QCOMPARE(labels(ticks).join(QLatin1Char(' ')), QStringLiteral("C2 C3 C4 C5 C6 C7 C8"));
}

void AxisTicksTest::aLowPictureLeavesOctavesOut() {
  const auto ticks = noteTicks({35.85, 108}, 60, kLine);
  QCOMPARE(labels(ticks).join(QLatin1Char(' ')), QStringLiteral("C2 C4 C6 C8"));
  QVERIFY(closest(ticks, {35.85, 108}, 60) > kLine);
}

void AxisTicksTest::everyKeyIsNamedFromNear() {
  const auto ticks = noteTicks({59.5, 64.5}, 300, kLine);
  QCOMPARE(labels(ticks).join(QLatin1Char(' ')), QStringLiteral("C4 C♯4 D4 D♯4 E4"));
}

void AxisTicksTest::namesNeverTouch() {
  const QFontMetricsF font((QFont()));
  for (const double pixels : {150.0, 200.0, 330.0, 700.0}) {
    for (double size = 3; size <= 72; size *= 1.1) {
      const Interval keys{36.2, 36.2 + size};
      QVERIFY(closest(noteTicks(keys, pixels, kLine), keys, pixels) >= kLine);
      QVERIFY(closest(frequencyTicks(keys, pixels, kLine), keys, pixels) >= kLine);
    }
    for (double size = 0.05; size <= 1200; size *= 1.3) {
      const Interval seconds{0.013, 0.013 + size};
      const auto ticks = timeTicks(seconds, pixels, font);
      double widest = 0;
      for (const QString& label : labels(ticks))
        widest = std::max(widest, font.horizontalAdvance(label));
      QVERIFY2(closest(ticks, seconds, pixels) >= widest, qPrintable(QString::number(size)));
    }
  }
}

void AxisTicksTest::anotherTuningMovesTheNotes() {
  const auto ticks = noteTicks({60, 80}, 600, kLine, 466.16);  // A4 a semitone higher
  const auto a4 = std::find_if(ticks.begin(), ticks.end(),
                               [](const Tick& tick) { return tick.label == QStringLiteral("A4"); });
  QVERIFY(a4 != ticks.end());
  QVERIFY(std::abs(a4->at - 70) < 1e-3);  // 466.16 is A♯4 to five digits
}

void AxisTicksTest::timeComesInRoundSteps() {
  const QFontMetricsF font((QFont()));
  QCOMPARE(labels(timeTicks({0, 4}, 300, font)).join(QLatin1Char(',')),
           QStringLiteral("0 s,1 s,2 s,3 s,4 s"));
  QCOMPARE(labels(timeTicks({0, 4}, 95, font)).join(QLatin1Char(',')),
           QStringLiteral("0 s,2 s,4 s"));  // as many as have room in a narrow picture
  QCOMPARE(labels(timeTicks({0.5, 1.5}, 400, font)).join(QLatin1Char(',')),
           QStringLiteral("0.6 s,0.8 s,1.0 s,1.2 s,1.4 s"));
}

void AxisTicksTest::frequenciesAreRoundAndInPlace() {
  const auto ticks = frequencyTicks({36, 108}, 500, kLine);
  const QStringList names = labels(ticks);
  QVERIFY2(names.contains(QStringLiteral("100 Hz")) && names.contains(QStringLiteral("1 kHz")),
           qPrintable(names.join(QLatin1Char(' '))));
  for (const Tick& tick : ticks) {
    if (tick.label == QStringLiteral("1 kHz"))
      QVERIFY(std::abs(tick.at - timbre::pitchOf(1000).value) < 1e-9);
  }
}

void AxisTicksTest::zoomStaysInsideAndKeepsItsCentre() {
  const Interval whole{0, 4};
  const Interval closer = zoomed(whole, 0.5, 1, 0.05, whole);
  QCOMPARE(closer, (Interval{0.5, 2.5}));
  QCOMPARE(zoomed(closer, 100, 1, 0.05, whole), whole);
  QVERIFY(std::abs(zoomed(whole, 1e-9, 2, 0.05, whole).size() - 0.05) < 1e-12);
  QCOMPARE(moved({3, 3.5}, 9, whole), (Interval{3.5, 4}));
  QCOMPARE(moved({3, 3.5}, -9, whole), (Interval{0, 0.5}));
}

QTEST_MAIN(AxisTicksTest)
#include "AxisTicksTest.moc"
