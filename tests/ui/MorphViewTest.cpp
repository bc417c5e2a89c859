// Between two notes: a slider sounds at once, the model's own sound follows, and Cancel means it.
#include <QComboBox>
#include <QLabel>
#include <QToolButton>

#include "support/WindowFixture.h"
#include "ui/views/MorphView.h"
#include "ui/widgets/MorphSlider.h"

namespace timbre::ui {

using test::WindowFixture;

class MorphViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("MorphViewTest"));
  }

  void aDragOfTheTimbreSliderIsOneUndoStepAndSounds() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.drag("timbreSlider", 0.9);
    QVERIFY(f.bench().session.state().timbre > 0.8);
    QCOMPARE(f.bench().session.undoStack().count(), 1);
    QTRY_VERIFY(f.sound->plays >= 1);
    QCOMPARE(f.bench().transport.current(), Track::morph());
    f.find<QAction>("undoAction")->trigger();
    QCOMPARE(f.bench().session.state().timbre, SessionState().timbre);
    QCOMPARE(f.slider("timbreSlider").value(), f.slider("timbreSlider").maximum() / 2);
  }

  void thePreviewSoundsWhileTheWaveNetIsStillAtWork() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;  // 6 s for the whole note
    f.drag("timbreSlider", 0.8);
    QTRY_COMPARE(f.sound->plays, 1);
    QVERIFY(f.sound->heard->finished());  // the baseline's, whole
    QVERIFY(f.find<MorphView>("morphView")->controller().busy());
    QVERIFY(f.find<QToolButton>("cancelButton")->isEnabled());
  }

  void theWaveNetPlaysBeforeItIsFinished() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 16;  // twice as fast as it sounds: 2 s for 4 s
    f.drag("timbreSlider", 0.8);
    QTRY_COMPARE_WITH_TIMEOUT(f.sound->plays, 2, 10000);
    QVERIFY(f.sound->grewWhenPlayed);
    QVERIFY(f.find<MorphView>("morphView")->controller().busy());
    QTRY_VERIFY_WITH_TIMEOUT(f.sound->heard->finished(), 10000);
    QCOMPARE(f.sound->heard->samples().size(), std::size_t{3 * kNoteSamples});
    QVERIFY(f.settled());
    QCOMPARE(f.sound->plays, 2);  // and does not begin again when it is
  }

  void cancelReachesTheModelAndLeavesThePreview() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;
    const int cancelledBefore = f.tuning->cancelled, decodedBefore = f.tuning->decoded;
    f.drag("timbreSlider", 0.8);
    QTRY_COMPARE(f.sound->plays, 1);
    auto* controller = &f.find<MorphView>("morphView")->controller();
    QTRY_VERIFY(f.tuning->decoded >= decodedBefore + 2);  // the preview, the WaveNet
    f.find<QToolButton>("cancelButton")->click();
    QVERIFY(!controller->busy());
    QTRY_COMPARE(f.tuning->cancelled.load(), cancelledBefore + 1);
    QVERIFY(f.bench().transport.has(Track::morph()));
    QVERIFY(!f.find<QToolButton>("cancelButton")->isEnabled());
  }

  void aSecondLookIsTakenFromTheCache() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.drag("timbreSlider", 0.8);
    QVERIFY(f.settled());
    const int decoded = f.tuning->decoded;
    f.find<QAction>("undoAction")->trigger();
    QVERIFY(f.settled());
    QCOMPARE(f.tuning->decoded.load(), decoded);  // the start's morph is still there
  }

  void theDynamicsSliderSaysWhyItIsOff() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* dynamics = f.find<MorphSlider>("dynamicsSlider");
    QVERIFY(dynamics->available());  // the brass has two velocities
    f.bench().session.setNoteA(test::infoOf(test::kToyNotes[2]).id);
    f.bench().session.setNoteB(test::infoOf(test::kToyNotes[3]).id);
    QVERIFY(!dynamics->available());
    const auto labels = dynamics->findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
      return label->isVisible() && label->text().contains(QStringLiteral("one velocity"));
    }));
    f.bench().session.undoStack().undo();
    f.bench().session.undoStack().undo();
    QVERIFY(dynamics->available());
  }

  void theModelThatIsChosenMakesTheFinalSound() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* models = f.find<QComboBox>("modelChoice");
    QCOMPARE(models->count(), 2);
    QCOMPARE(models->currentData().toString(), QStringLiteral("wavenet-compact"));
    models->setCurrentIndex(models->findData(QStringLiteral("baseline-compact")));
    emit models->activated(models->currentIndex());
    QCOMPARE(f.bench().session.state().model, std::string("baseline-compact"));
    QVERIFY(f.settled());
    QCOMPARE(f.find<MorphView>("morphView")->controller().finalModel()->kind,
             std::string("baseline"));
  }

  void thePostFilterIsSwitchedOffForTheNoteAndTheMorph() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.click(0);
    QVERIFY(f.settled());
    QCOMPARE(f.tuning->unfiltered.load(), 0);
    auto* action = f.find<QAction>("postFilterAction");
    QVERIFY(action->isEnabled() && action->isChecked());
    action->trigger();
    QVERIFY(f.settled());
    QCOMPARE(f.tuning->unfiltered.load(), 2);  // the selected note, and the morph
    for (const char* plot : {"wavenetPlot", "morphPlot"}) {
      QVERIFY(f.find<QWidget>(plot)->accessibleName().contains(QStringLiteral("as sampled")));
    }
    const int decoded = f.tuning->decoded;
    f.find<QAction>("undoAction")->trigger();
    QVERIFY(action->isChecked());
    QVERIFY(f.settled());
    QCOMPARE(f.tuning->decoded.load(), decoded);  // what there was is still there
    QVERIFY(!f.find<QWidget>("morphPlot")->accessibleName().contains(QStringLiteral("sampled")));
  }

  void aSliderIsHeardFromTheWaveNetItself() {
    WindowFixture f;
    f.tuning->live = true;
    QVERIFY(f.settled());
    const auto& morph = f.find<MorphView>("morphView")->controller();
    QCOMPARE(morph.liveStatus(), LiveStatus::Ready);
    QVERIFY(morph.liveText().startsWith(QStringLiteral("Live")));
    f.drag("timbreSlider", 0.8, false);
    QTRY_COMPARE(f.sound->plays, 1);
    QVERIFY(f.sound->heard->isRing());
    const auto ring = f.sound->heard;
    const float before = f.tuning->told;
    f.drag("timbreSlider", 0.1);
    QTRY_VERIFY(f.tuning->told != before);
    QVERIFY(f.settled());  // the final sound was made meanwhile
    QCOMPARE(f.sound->plays, 1);
    QCOMPARE(f.sound->heard, ring);  // nothing began again
    QVERIFY(f.bench().transport.playing());
    QVERIFY(f.bench().transport.sound(Track::morph()));
    f.bench().transport.stopByUser();
    QTRY_VERIFY(ring->finished());
    f.drag("timbreSlider", 0.5);  // from silence: a new sound
    QTRY_COMPARE(f.sound->plays, 2);
    QVERIFY(f.sound->heard != ring);
  }

  void aNoteEndsLiveButNotInTheUsersHand() {
    WindowFixture f;
    f.tuning->live = true;
    QVERIFY(f.settled());
    f.drag("timbreSlider", 0.8, false);
    QTRY_COMPARE(f.sound->plays, 1);
    const auto ring = f.sound->heard;
    const std::size_t note = 3 * static_cast<std::size_t>(kNoteSamples);  // at the device's rate
    const auto play = [&](std::size_t upTo) {
      return QTest::qWaitFor(
          [&] {
            ring->passed(ring->written());  // faster than any device
            return ring->finished() || ring->written() >= upTo;
          },
          20000);
    };
    QVERIFY(play(note + 1000));
    QVERIFY(!ring->finished());  // the handle is held: it goes round
    f.drag("timbreSlider", 0.7);
    QTRY_VERIFY_WITH_TIMEOUT(play(100 * note) && ring->finished(), 20000);
    QCOMPARE(ring->written() % note, std::size_t{0});
  }

  void aMachineThatIsTooSlowSaysSoAndPlaysThePreview() {
    WindowFixture f;
    f.tuning->live = true;
    f.tuning->msPerFrame = 40;  // 32 ms would be real time
    const auto& morph = f.find<MorphView>("morphView")->controller();
    QTRY_VERIFY_WITH_TIMEOUT(morph.liveText().startsWith(QStringLiteral("Not live")), 20000);
    QCOMPARE(morph.liveStatus(), LiveStatus::Unavailable);
    f.drag("timbreSlider", 0.2);
    QTRY_VERIFY(f.sound->plays >= 1);
    QVERIFY(!f.sound->heard->isRing());
  }

  void gapsAreCountedAndTooManyEndTheLiveSound() {
    WindowFixture f;
    f.tuning->live = true;
    QVERIFY(f.settled());
    const auto& morph = f.find<MorphView>("morphView")->controller();
    f.sound->gaps = 7;  // of another sound
    f.drag("timbreSlider", 0.8, false);
    QTRY_VERIFY(f.bench().transport.playing());
    QVERIFY(!morph.liveText().contains(QStringLiteral("gap")));
    f.sound->gaps += 1;
    QTRY_VERIFY(morph.liveText().contains(QStringLiteral("1 gap")));
    f.sound->gaps += 9;
    QTRY_VERIFY(morph.liveText().startsWith(QStringLiteral("Not live")));
    QCOMPARE(morph.liveStatus(), LiveStatus::Unavailable);
  }

  void anotherNoteStopsTheOldReconstruction() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.tuning->msPerFrame = 50;
    const int before = f.tuning->decoded;
    f.click(2);
    QTRY_VERIFY(f.tuning->decoded >= before + 2);  // both models are at work
    const int cancelled = f.tuning->cancelled;
    f.click(3);
    QTRY_COMPARE(f.tuning->cancelled.load(), cancelled + 1);
  }

  void aModelThatCannotBeLoadedIsAnIssueAndNoMore() {
    WindowFixture f;
    f.tuning->broken = true;
    QVERIFY(f.settled());
    QVERIFY(f.bench().issues.count() >= 1);
    f.click(2);
    QTRY_COMPARE(f.sound->plays, 1);  // the original is heard all the same
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::MorphViewTest)
#include "MorphViewTest.moc"
