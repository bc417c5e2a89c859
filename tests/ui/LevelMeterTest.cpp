// What plays moves the tool bar's meter; in silence it rests.
#include "ui/window/LevelMeter.h"

#include <QTest>
#include <QTimer>

#include "support/FakeAudioBackend.h"
#include "support/Sounds.h"

namespace timbre::ui {

class LevelMeterTest : public QObject {
  Q_OBJECT

 private slots:
  void aPeakIsShownInDecibelsOfFullScaleAndRead() {
    World w;
    w.play();
    w.out.peak = 0.5;
    QTRY_COMPARE(w.meter.text(), QStringLiteral("Level of what plays: peak −6.0\u00a0dBFS"));
    QVERIFY(w.meter.level() > PeakHold::kLowest);
    QCOMPARE(w.meter.toolTip(), w.meter.text());
    QCOMPARE(w.meter.accessibleDescription(), w.meter.text());
  }

  void whatPlayedUnseenIsForgotten() {
    World w;
    w.out.peak = 1;  // left over
    w.play();
    QTest::qWait(100);
    QVERIFY(w.meter.level() <= PeakHold::kLowest);
  }

  void itLooksOnlyWhileSomethingPlays() {
    World w;
    auto* timer = w.meter.findChild<QTimer*>();
    QVERIFY(!timer->isActive());
    w.play();
    QVERIFY(timer->isActive());
    w.transport.stop();
    QTRY_VERIFY(!timer->isActive());
  }

 private:
  struct World {
    test::FakeAudioBackend out;
    JobRunner jobs;
    Transport transport{out, jobs};
    LevelMeter meter{out, transport, nullptr};

    void play() {
      transport.setSound(Track::original(), {test::sine(440, 0.5, kNoteSamples), {}});
      transport.play(Track::original());
      QTRY_VERIFY(transport.playing());
    }
  };
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::LevelMeterTest)
#include "LevelMeterTest.moc"
