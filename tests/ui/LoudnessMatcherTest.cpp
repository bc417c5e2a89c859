// Sounds of planted levels on the tracks of a transport, and the gains that they get.
#include "ui/audioout/LoudnessMatcher.h"

#include <QSignalSpy>
#include <QTest>

#include "support/FakeAudioBackend.h"
#include "support/Sounds.h"

namespace timbre::ui {
namespace {

const Track kOne = Track::original();
const Track kTwo = Track::model(QStringLiteral("two"));

struct Fixture {
  Fixture() : transport(out, jobs), matcher(transport, jobs) { matcher.setTracks({kOne, kTwo}); }
  void set(const Track& track, double amplitude) {
    transport.setSound(track, {test::sine(440, amplitude, 32000), {}});
    QTRY_VERIFY(jobs.idle());
    QTest::qWait(1);
  }
  JobRunner jobs;
  test::FakeAudioBackend out;
  Transport transport;
  LoudnessMatcher matcher;
};

bool near(double a, double b, double by = 0.01) {
  return std::abs(a - b) < by;
}

}  // namespace

class LoudnessMatcherTest : public QObject {
  Q_OBJECT

 private slots:
  void theOthersTakeTheLoudnessOfTheFirst() {
    Fixture f;
    f.set(kOne, 0.4);
    QCOMPARE(f.transport.gain(kOne), 1.0);
    f.set(kTwo, 0.1);
    QVERIFY(near(f.transport.gain(kTwo), 4));
    QVERIFY(near(*f.matcher.change(kTwo), 12.04, 0.05));
    QVERIFY(!f.matcher.change(kOne));
    QVERIFY(near(*f.matcher.loudness(kOne) - *f.matcher.loudness(kTwo), 12.04, 0.05));
  }

  void switchedOffAllPlayAsTheyAre() {
    Fixture f;
    f.set(kOne, 0.4);
    f.set(kTwo, 0.8);
    QVERIFY(near(f.transport.gain(kTwo), 0.5));
    f.matcher.setOn(false);
    QCOMPARE(f.transport.gain(kTwo), 1.0);
    f.matcher.setOn(true);
    QVERIFY(near(f.transport.gain(kTwo), 0.5));
  }

  void anotherSoundIsMeasuredAnewAndTheSameIsNot() {
    Fixture f;
    f.set(kOne, 0.4);
    f.set(kTwo, 0.8);
    f.set(kTwo, 0.2);
    QVERIFY(near(f.transport.gain(kTwo), 2));
    const QSignalSpy changed(&f.matcher, &LoudnessMatcher::changed);
    f.transport.refresh();
    QTRY_VERIFY(f.jobs.idle());
    QCOMPARE(changed.count(), 0);
  }

  void whatIsGoneIsForgottenAndWhatLeavesPlaysAsItIs() {
    Fixture f;
    f.set(kOne, 0.4);
    f.set(kTwo, 0.8);
    f.matcher.setTracks({kOne});
    QCOMPARE(f.transport.gain(kTwo), 1.0);
    f.matcher.setTracks({kOne, kTwo});
    QTRY_VERIFY(near(f.transport.gain(kTwo), 0.5));
    f.transport.clear(kOne);
    QVERIFY(!f.matcher.loudness(kOne));
    QCOMPARE(f.transport.gain(kTwo), 1.0);
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::LoudnessMatcherTest)
#include "LoudnessMatcherTest.moc"
