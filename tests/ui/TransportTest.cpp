// Play and stop: the states of a transport, with sources that the test holds in its hand.
#include "ui/audioout/Transport.h"

#include <QSignalSpy>
#include <QTest>

#include "support/FakeAudioBackend.h"
#include "support/Sounds.h"

namespace timbre::ui {
namespace {

using State = Transport::State;
const Track kOne = Track::original();
const Track kTwo = Track::model(QStringLiteral("two"));

/// A source whose sound comes when the test says so.
class HandSource final : public synthesis::PlayableSource {
 public:
  struct Playing final : synthesis::Playback {
    explicit Playing(HandSource& from) : from_(from) { ++from_.open_; }
    ~Playing() override { --from_.open_; }
    std::shared_ptr<const audio::SoundStream> stream() const override {
      return from_.enough ? from_.stream : nullptr;
    }
    double period() const override { return from_.seconds; }
    HandSource& from_;
  };

  std::unique_ptr<synthesis::Playback> open(SampleRate) override {
    if (open_ > 0) return nullptr;  // one at a time
    ++opened;
    return std::make_unique<Playing>(*this);
  }

  std::shared_ptr<const audio::SoundStream> stream =
      audio::SoundStream::of(test::sine(440, 0.5, 1000, SampleRate(48000)));
  bool enough = true;
  double seconds = 0;
  int opened = 0;
  int open_ = 0;
};

struct Fixture {
  Fixture() : transport(out, jobs) {}
  std::shared_ptr<HandSource> source() {
    auto made = std::make_shared<HandSource>();
    transport.setSource(Track::morph(), made);
    return made;
  }

  /// At the device's rate, so that they play at once; each of its own level.
  void twoSounds() {
    for (const Track& track : {kOne, kTwo}) {
      const std::vector<float> samples(48000, levelOf(track));
      transport.setSound(track, {audio::AudioClip(samples, SampleRate(48000)), {}});
    }
    QTRY_VERIFY(jobs.idle());
  }
  static float levelOf(const Track& track) { return track == kOne ? 0.25f : 0.5f; }

  JobRunner jobs;
  test::FakeAudioBackend out;
  Transport transport;
};

synthesis::RenderedSound sound(std::uint64_t seed = 1) {
  synthesis::RenderedSound made{test::sine(440, 0.5, 16000), {}};
  made.request.seed = seed;
  return made;
}

}  // namespace

class TransportTest : public QObject {
  Q_OBJECT

 private slots:
  void aSoundPlaysFromItsBeginningAndStops() {
    Fixture f;
    const auto source = f.source();
    const QSignalSpy states(&f.transport, &Transport::stateChanged);
    f.transport.play(Track::morph());
    QCOMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.heard, source->stream);
    QCOMPARE(f.transport.current(), Track::morph());
    QCOMPARE(source->open_, 1);
    f.transport.stop();
    QCOMPARE(f.transport.state(), State::Stopped);
    QVERIFY(!f.out.playing());
    QCOMPARE(source->open_, 0);   // what was made for this playing ends with it
    QCOMPARE(states.count(), 3);  // waiting, playing, stopped
  }

  void waitsUntilThereIsEnough() {
    Fixture f;
    const auto source = f.source();
    source->enough = false;
    f.transport.play(Track::morph());
    QTest::qWait(80);
    QCOMPARE(f.transport.state(), State::Waiting);
    QCOMPARE(f.out.plays, 0);
    source->enough = true;
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(source->opened, 1);
  }

  void aFinishedSoundIsConvertedOffThisThreadAndKeepsItsRequest() {
    Fixture f;
    f.transport.setSound(Track::original(), sound(7));
    QVERIFY(f.transport.sound(Track::original()));
    QCOMPARE(f.transport.sound(Track::original())->request.seed, std::optional<std::uint64_t>(7));
    f.transport.play(Track::original());
    QCOMPARE(f.transport.state(), State::Waiting);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.heard->rate(), SampleRate(48000));
    const int jobs = f.jobs.active();
    f.transport.play(Track::original());  // converted already
    QCOMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.jobs.active(), jobs);
    QCOMPARE(f.out.plays, 2);
  }

  void whoWaitsForASourceTakesTheNextOne() {
    Fixture f;
    const auto never = f.source();
    never->enough = false;
    f.transport.play(Track::morph());
    const auto next = f.source();
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.heard, next->stream);
    QCOMPARE(never->open_, 0);
  }

  void whatPlaysGoesOnUnderANewSource() {
    Fixture f;
    const auto first = f.source();
    f.transport.play(Track::morph());
    const auto second = f.source();
    QTest::qWait(60);
    QCOMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.heard, first->stream);
    QCOMPARE(first->open_, 1);
    f.transport.setSource(Track::morph(), nullptr);
    QVERIFY(!f.transport.has(Track::morph()));
    QCOMPARE(f.transport.state(), State::Playing);
    f.transport.setSource(Track::morph(), second);
    f.transport.play(Track::morph());
    QCOMPARE(f.out.heard, second->stream);
  }

  void playedAgainASourceIsClosedBeforeItIsOpened() {
    Fixture f;
    const auto source = f.source();
    f.transport.play(Track::morph());
    f.transport.play(Track::morph());
    QCOMPARE(f.transport.state(), State::Playing);
    QCOMPARE(source->opened, 2);
    QCOMPARE(source->open_, 1);
  }

  void anEmptyTrackIsWantedAndPlaysWhenItsSoundComes() {
    Fixture f;
    QSignalSpy wanted(&f.transport, &Transport::wanted);
    f.transport.play(Track::morph());
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(f.transport.state(), State::Waiting);
    f.source();
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(wanted.count(), 1);
  }

  void clearingStopsWhatPlaysAndOnlyThat() {
    Fixture f;
    f.source();
    f.transport.setSound(Track::original(), sound());
    f.transport.play(Track::morph());
    f.transport.clear(Track::original());
    QCOMPARE(f.transport.state(), State::Playing);
    f.transport.clear(Track::morph());
    QCOMPARE(f.transport.state(), State::Stopped);
    QVERIFY(!f.transport.has(Track::morph()));
  }

  void oneTrackPlaysAtATime() {
    Fixture f;
    const auto source = f.source();
    f.transport.setSound(Track::original(), sound());
    f.transport.play(Track::morph());
    f.transport.play(Track::original());
    QCOMPARE(source->open_, 0);
    QCOMPARE(f.transport.current(), Track::original());
    QTRY_COMPARE(f.transport.state(), State::Playing);
  }

  void theUsersStopIsToldAndAnEndIsNot() {
    Fixture f;
    const auto source = f.source();
    const QSignalSpy stopped(&f.transport, &Transport::stoppedByUser);
    f.transport.play(Track::morph());
    f.out.stop();  // the sound has come to its end
    QTRY_COMPARE(f.transport.state(), State::Stopped);
    QCOMPARE(stopped.count(), 0);
    f.transport.toggle();
    QCOMPARE(f.transport.state(), State::Playing);
    f.transport.toggle();
    QCOMPARE(f.transport.state(), State::Stopped);
    QCOMPARE(stopped.count(), 1);
    f.transport.clear(Track::morph());
    f.transport.toggle();  // nothing is there: whoever can makes it
    QCOMPARE(f.transport.state(), State::Waiting);
    f.transport.toggle();
    QCOMPARE(f.transport.state(), State::Stopped);
  }

  void theTimeStartsAgainWithEachRoundOfALiveSound() {
    Fixture f;
    const auto source = f.source();
    source->seconds = 0.05;
    std::vector<double> times;
    connect(&f.transport, &Transport::moved, this, [&](std::optional<double> seconds) {
      if (seconds) times.push_back(*seconds);
    });
    f.transport.play(Track::morph());
    QTRY_VERIFY(times.size() >= 6);
    for (const double time : times) QVERIFY(time < 0.05);
    f.transport.stop();
  }

  void gapsAreToldOfWhatPlaysAlone() {
    Fixture f;
    f.source();
    QSignalSpy gaps(&f.transport, &Transport::interrupted);
    f.out.gaps = 7;  // of another sound
    f.transport.play(Track::morph());
    QTest::qWait(60);
    QCOMPARE(gaps.count(), 0);
    f.out.gaps += 2;
    QTRY_COMPARE(gaps.count(), 1);
    QCOMPARE(gaps[0][0].toLongLong(), 2);
  }

  void withoutADeviceItStops() {
    Fixture f;
    f.out.available = false;
    const auto source = f.source();
    f.transport.play(Track::morph());
    QCOMPARE(f.transport.state(), State::Stopped);
    QCOMPARE(source->open_, 0);
  }

  void anotherDevicesRateStopsIt() {
    Fixture f;
    f.source();
    f.transport.play(Track::morph());
    emit f.out.rateChanged();
    QCOMPARE(f.transport.state(), State::Stopped);
  }

  void theLoopGoesToTheDeviceOnce() {
    Fixture f;
    QSignalSpy loops(&f.transport, &Transport::loopChanged);
    f.transport.setLoop(true);
    f.transport.setLoop(true);
    QVERIFY(f.out.loop && f.transport.loop());
    QCOMPARE(loops.count(), 1);
  }

  void aSwitchGoesOnAtTheSameInstant() {
    Fixture f;
    f.twoSounds();
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    const QSignalSpy states(&f.transport, &Transport::stateChanged);
    const int plays = f.out.plays;
    f.transport.switchTo(kTwo);
    QCOMPARE(f.transport.current(), kTwo);
    QCOMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.plays, plays + 1);
    QVERIFY(f.out.started.inPlace);
    QCOMPARE(f.out.heard->samples()[1000], f.levelOf(kTwo));
    QCOMPARE(states.count(), 0);
    f.transport.switchTo(kTwo);
    QCOMPARE(f.out.plays, plays + 1);
  }

  void aSwitchStartsNothingThatDidNotSound() {
    Fixture f;
    f.twoSounds();
    f.transport.switchTo(kTwo);
    QCOMPARE(f.transport.current(), kTwo);
    QCOMPARE(f.transport.state(), State::Stopped);
    QCOMPARE(f.out.plays, 0);
    f.transport.toggle();
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.heard->samples()[1000], f.levelOf(kTwo));
  }

  void whatIsNotThereYetIsWaitedForFromItsCue() {
    Fixture f;
    f.twoSounds();
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QSignalSpy wanted(&f.transport, &Transport::wanted);
    f.transport.switchTo(Track::morph());
    QCOMPARE(f.transport.state(), State::Waiting);
    QCOMPARE(wanted.count(), 1);
    f.source();
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QVERIFY(!f.out.started.inPlace);
  }

  void aLiveSoundIsLeftAndEnteredFromTheCue() {
    Fixture f;
    f.twoSounds();
    f.source()->seconds = 4;
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    f.transport.switchTo(Track::morph());
    QCOMPARE(f.transport.state(), State::Playing);
    QVERIFY(!f.out.started.inPlace);
    f.transport.switchTo(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QVERIFY(!f.out.started.inPlace);
  }

  void theLastOfManySwitchesWins() {
    Fixture f;
    f.twoSounds();
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    f.transport.setSound(Track::morph(), sound());  // not at the device's rate yet
    f.transport.switchTo(Track::morph());
    f.transport.switchTo(kTwo);
    QTest::qWait(100);
    QCOMPARE(f.transport.current(), kTwo);
  }

  void aCueIsWhereItBeginsAndWhereItGoesAtOnce() {
    Fixture f;
    f.twoSounds();
    QSignalSpy changed(&f.transport, &Transport::cueChanged);
    f.transport.setCue(kOne, {.start = 0.5, .loop = {}});
    QCOMPARE(changed.count(), 1);
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.started.from, std::size_t{24000});
    QVERIFY(!f.out.region);
    f.transport.setCue(kOne, {.start = 0.25, .loop = LoopRegion{0.25, 0.75}});
    QCOMPARE(f.out.started.from, std::size_t{12000});
    QVERIFY(f.out.region && f.out.region->from == 12000 && f.out.region->to == 36000);
    f.transport.stop();
    f.transport.setCue(kOne, {.start = 99, .loop = {}});  // behind its end
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.started.from, std::size_t{0});
  }

  void gainsFollowTheTrackThatPlays() {
    Fixture f;
    f.twoSounds();
    f.transport.setGain(kTwo, 0.5);
    f.transport.play(kOne);
    QTRY_COMPARE(f.transport.state(), State::Playing);
    QCOMPARE(f.out.started.gain, 1.0f);
    f.transport.switchTo(kTwo);
    QCOMPARE(f.out.started.gain, 0.5f);
    f.transport.setGain(kTwo, 0.25);
    QCOMPARE(f.out.started.gain, 0.25f);
    QVERIFY(f.out.started.inPlace);
    const int plays = f.out.plays;
    f.transport.setGain(kOne, 0.25);
    QCOMPARE(f.out.plays, plays);
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::TransportTest)
#include "TransportTest.moc"
