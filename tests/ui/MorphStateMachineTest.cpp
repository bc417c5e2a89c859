// What the morph does next, for everything that can happen to it: without a window, a sound or a
// timer.
#include "ui/views/MorphStateMachine.h"

#include <QTest>

namespace timbre::ui {
namespace {

using A = MorphAction;
constexpr MorphFacts kAll{.complete = true, .cached = false, .hasPreview = true};

/// A machine whose live sound is ready, and nothing else is going on.
MorphStateMachine liveOne() {
  MorphStateMachine machine;
  machine.changed(false, true);
  machine.rested(kAll);
  machine.liveReady();
  machine.previewMade();
  machine.finalMade(false);
  return machine;
}

}  // namespace

class MorphStateMachineTest : public QObject {
  Q_OBJECT

 private slots:
  void aChangeRestsThenPreviewsThenMakesTheFinalSound() {
    MorphStateMachine machine;
    QCOMPARE(machine.state(), MorphState::Idle);
    QCOMPARE(machine.changed(false, true),
             (MorphActions{A::DropLive, A::CancelTasks, A::StartRest}));
    QCOMPARE(machine.state(), MorphState::Resting);
    QCOMPARE(machine.rested(kAll),
             (MorphActions{A::AnnounceStart, A::PrepareLive, A::StartPreview}));
    QCOMPARE(machine.state(), MorphState::Preview);
    QCOMPARE(machine.previewMade(), MorphActions{A::StartFinal});
    QCOMPARE(machine.state(), MorphState::Final);
    QVERIFY(machine.finalPlayable().empty());
    QCOMPARE(machine.finalMade(false), MorphActions{A::AnnounceSettled});
    QCOMPARE(machine.state(), MorphState::Idle);
    QVERIFY(!machine.busy());
  }

  void aWantedSoundPlaysAtEachStepThatSoundsBetter() {
    MorphStateMachine machine;
    machine.wantSound();
    QCOMPARE(machine.changed(true, true), (MorphActions{A::CancelTasks, A::StartRest}));
    machine.rested(kAll);
    QCOMPARE(machine.previewMade(), (MorphActions{A::Play, A::StartFinal}));
    QCOMPARE(machine.finalPlayable(), MorphActions{A::Play});
    QCOMPARE(machine.finalMade(false), MorphActions{A::AnnounceSettled});  // it plays already
  }

  void whatCouldNotBeHeardWhileItGrewIsHeardAtItsEnd() {
    MorphStateMachine machine;
    machine.wantSound();
    machine.changed(true, true);
    machine.rested(kAll);
    machine.previewMade();
    QCOMPARE(machine.finalMade(false), (MorphActions{A::Play, A::AnnounceSettled}));
  }

  void aPreviewThatOnlyGetsCleanerIsNotStartedAgain() {
    MorphStateMachine machine;
    machine.wantSound();
    machine.changed(true, true);
    machine.rested(kAll);
    machine.previewMade();
    QCOMPARE(machine.finalMade(true), MorphActions{A::AnnounceSettled});
    machine.changed(true, true);
    machine.rested(kAll);
    QCOMPARE(machine.previewMade(), MorphActions{A::StartFinal});  // the wish is over
  }

  void aStopIsTheEndOfTheWish() {
    MorphStateMachine machine;
    machine.wantSound();
    machine.changed(true, true);
    machine.rested(kAll);
    QCOMPARE(machine.previewMade(), (MorphActions{A::Play, A::StartFinal}));
    machine.wantSilence();
    QVERIFY(machine.finalPlayable().empty());
    QCOMPARE(machine.finalMade(false), MorphActions{A::AnnounceSettled});
  }

  void whatIsKnownOrHasNoPreviewIsMadeAtOnce() {
    for (const MorphFacts& facts : {MorphFacts{true, true, true}, MorphFacts{true, false, false}}) {
      MorphStateMachine machine;
      machine.changed(false, true);
      QCOMPARE(machine.rested(facts),
               (MorphActions{A::AnnounceStart, A::PrepareLive, A::StartFinal}));
      QCOMPARE(machine.state(), MorphState::Final);
    }
  }

  void withoutNotesOrModelThereIsNothing() {
    MorphStateMachine machine;
    QCOMPARE(machine.changed(true, false),
             (MorphActions{A::DropLive, A::CancelTasks, A::StartRest}));
    QCOMPARE(machine.rested({}), (MorphActions{A::ClearTrack, A::AnnounceSettled}));
    QCOMPARE(machine.state(), MorphState::Idle);
  }

  void aPreviewThatFailsLeavesTheFinalSound() {
    MorphStateMachine machine;
    machine.changed(false, true);
    machine.rested(kAll);
    QCOMPARE(machine.previewFailed(), MorphActions{A::StartFinal});
    QCOMPARE(machine.state(), MorphState::Final);
    QCOMPARE(machine.finalFailed(), MorphActions{A::AnnounceSettled});
    QCOMPARE(machine.state(), MorphState::Failed);
    QVERIFY(!machine.busy());
    machine.changed(true, true);
    QCOMPARE(machine.state(), MorphState::Resting);
  }

  void everyStateCanBeCancelledAndLeft() {
    for (int steps = 0; steps < 4; ++steps) {
      MorphStateMachine machine;
      machine.wantSound();
      if (steps > 0) machine.changed(true, true);
      if (steps > 1) machine.rested(kAll);
      if (steps > 2) machine.previewMade();
      QCOMPARE(machine.busy(), steps > 0);
      QCOMPARE(machine.cancelled(),
               (MorphActions{A::StopRest, A::CancelTasks, A::AnnounceSettled}));
      QCOMPARE(machine.state(), MorphState::Cancelled);
      QVERIFY(!machine.busy());
      machine.changed(true, true);
      machine.rested(kAll);
      QCOMPARE(machine.previewMade(), MorphActions{A::StartFinal});  // the wish was given up too
    }
  }

  void aLiveSoundFollowsTheSliders() {
    MorphStateMachine machine = liveOne();
    machine.wantSound();
    QCOMPARE(machine.changed(true, true),
             (MorphActions{A::FollowSliders, A::PlayLive, A::CancelTasks, A::StartRest}));
    QCOMPARE(machine.state(), MorphState::Live);
    QCOMPARE(machine.changed(true, true),
             (MorphActions{A::FollowSliders, A::CancelTasks, A::StartRest}));  // it plays already
    QCOMPARE(machine.rested(kAll), (MorphActions{A::AnnounceStart, A::StartFinal}));
    QCOMPARE(machine.finalMade(false), MorphActions{A::AnnounceSettled});
  }

  void anUndoneSliderIsFollowedButDoesNotSound() {
    MorphStateMachine machine = liveOne();
    QCOMPARE(machine.changed(true, true),
             (MorphActions{A::FollowSliders, A::CancelTasks, A::StartRest}));
  }

  void otherNotesEndTheLiveSound() {
    MorphStateMachine machine = liveOne();
    QCOMPARE(machine.changed(false, true),
             (MorphActions{A::DropLive, A::CancelTasks, A::StartRest}));
    QCOMPARE(machine.live(), LiveStatus::Unknown);
    QCOMPARE(machine.state(), MorphState::Resting);
    machine.liveReady();  // too late: of the notes before
    QCOMPARE(machine.live(), LiveStatus::Unknown);
    QCOMPARE(machine.rested(kAll),
             (MorphActions{A::AnnounceStart, A::PrepareLive, A::StartPreview}));
  }

  void aLiveSoundThatComesWhileThePreviewIsMadeIsWhatPlays() {
    MorphStateMachine machine;
    machine.wantSound();
    machine.changed(true, true);
    machine.rested(kAll);
    QCOMPARE(machine.live(), LiveStatus::Preparing);
    machine.liveReady();
    QCOMPARE(machine.previewMade(), (MorphActions{A::PlayLive, A::StartFinal}));
    QCOMPARE(machine.finalMade(false), MorphActions{A::AnnounceSettled});
  }

  void aModelThatCannotBePlayedLiveIsAskedOnce() {
    MorphStateMachine machine;
    machine.changed(false, true);
    machine.rested(kAll);
    machine.liveUnavailable();
    machine.changed(true, true);
    QCOMPARE(machine.state(), MorphState::Resting);
    QCOMPARE(machine.rested(kAll), (MorphActions{A::AnnounceStart, A::StartPreview}));
  }

  void tooManyGapsEndTheLiveSoundForTheseNotes() {
    MorphStateMachine machine = liveOne();
    machine.liveUnavailable();
    machine.wantSound();
    QCOMPARE(machine.changed(true, true), (MorphActions{A::CancelTasks, A::StartRest}));
    QCOMPARE(machine.rested(kAll), (MorphActions{A::AnnounceStart, A::StartPreview}));
  }

  void anEmptyTrackThatIsToldToPlayIsMadeUnlessItIsBeingMade() {
    MorphStateMachine machine;
    QCOMPARE(machine.asked(true), (MorphActions{A::DropLive, A::CancelTasks, A::StartRest}));
    QVERIFY(machine.asked(true).empty());
    machine.rested(kAll);
    QVERIFY(machine.asked(true).empty());
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::MorphStateMachineTest)
#include "MorphStateMachineTest.moc"
