// The morph without a window: what it makes, in which state it is, and what its sounds say of
// themselves.
#include "ui/views/MorphController.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "support/FakeAudioBackend.h"
#include "support/FakeBackend.h"
#include "support/WindowNotes.h"

namespace timbre::ui {
namespace {

using synthesis::SynthesisQuality;

/// What a controller needs of a window, and no more.
struct World {
  World() : bench(parts()) {
    Unwatched quiet;
    const std::filesystem::path place = folder.path().toStdString();
    auto library =
        dataset::NoteLibrary::open(test::writeToyLibrary(place / "toy"), quiet, place / "indexes");
    if (library) session.setLibrary(*library);
    session.setNoteA(test::infoOf(test::kToyNotes[1]).id);
    session.setNoteB(test::infoOf(test::kToyNotes[2]).id);
    session.undoStack().clear();
    controller = std::make_unique<MorphController>(bench);
    QObject::connect(controller.get(), &MorphController::failed, controller.get(),
                     [this](const QString& sentence) { sentences.append(sentence); });
    QObject::connect(controller.get(), &MorphController::pictured, controller.get(),
                     [this](const Picture&, const synthesis::SynthesisRequest& request, bool) {
                       shown.push_back(request);
                     });
  }

  WindowParts parts() {
    WindowParts given;
    given.factory = [this]() -> Result<model::ModelBackend*> { return &engine; };
    given.sound = [this] {
      auto made = std::make_unique<test::FakeAudioBackend>();
      sound = made.get();
      return made;
    };
    return given;
  }

  /// Both fakes are found, and their first morph is made.
  bool start() {
    models.set({test::fakeCard("baseline"), test::fakeCard("wavenet")});
    return settled();
  }
  bool settled() {
    return QTest::qWaitFor([this] { return !controller->busy() && jobs.idle(); }, 20000);
  }
  const synthesis::SynthesisRequest* request() const {
    const auto* sound = transport.sound(Track::morph());
    return sound ? &sound->request : nullptr;
  }

  QTemporaryDir folder;
  std::shared_ptr<test::FakeTuning> tuning = std::make_shared<test::FakeTuning>();
  test::FakeBackend engine{tuning};
  test::FakeAudioBackend* sound = nullptr;
  AppContext bench;
  Session& session = bench.session;
  JobRunner& jobs = bench.jobs;
  Transport& transport = bench.transport;
  ModelList& models = bench.models;
  test::FakeAudioBackend& out = *sound;
  std::unique_ptr<MorphController> controller;
  QStringList sentences;
  std::vector<synthesis::SynthesisRequest> shown;
};

}  // namespace

class MorphControllerTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("MorphControllerTest"));
    QSettings().clear();
  }

  void theFinalSoundAndItsPictureSayHowTheyWereMade() {
    World w;
    QVERIFY(w.start());
    QVERIFY(w.request());
    QCOMPARE(w.request()->quality, SynthesisQuality::Final);
    QCOMPARE(QString::fromStdString(w.request()->model->name), QStringLiteral("wavenet-compact"));
    QCOMPARE(w.request()->notes.size(), std::size_t{2});
    QCOMPARE(w.request()->notes[1].weight, 0.5);
    QVERIFY(w.shown.size() >= 1);
    QVERIFY(w.shown.back() == *w.request());
  }

  void aPreviewSaysThatItIsOneAndByWhom() {
    World w;
    QVERIFY(w.start());
    w.tuning->msPerFrame = 50;  // 6 s for the whole note
    w.controller->drag(MorphAxis::Timbre, 0.75);
    QCOMPARE(w.controller->state(), MorphState::Resting);
    QTRY_COMPARE(w.controller->state(), MorphState::Final);
    QTRY_COMPARE(w.out.plays, 1);
    QVERIFY(w.request());
    QCOMPARE(w.request()->quality, SynthesisQuality::Preview);
    QCOMPARE(QString::fromStdString(w.request()->model->name), QStringLiteral("baseline-compact"));
    QCOMPARE(w.request()->notes[1].weight, 0.75);
    QTRY_VERIFY(w.shown.back().quality == SynthesisQuality::Preview);
  }

  void aDragIsOneUndoStepAndUndoingItMakesTheOldMorph() {
    World w;
    QVERIFY(w.start());
    for (const double value : {0.6, 0.7, 0.8}) w.controller->drag(MorphAxis::Timbre, value);
    w.controller->release();
    QCOMPARE(w.session.undoStack().count(), 1);
    QVERIFY(w.settled());
    QCOMPARE(w.request()->notes[1].weight, 0.8);
    const int decoded = w.tuning->decoded;
    w.session.undoStack().undo();
    QVERIFY(w.settled());
    QCOMPARE(w.request()->notes[1].weight, 0.5);
    QCOMPARE(w.tuning->decoded.load(), decoded);
  }

  void aLiveMorphIsExportedAsTheFinalSoundOfWhereTheSlidersAre() {
    World w;
    w.tuning->live = true;
    QVERIFY(w.start());
    QCOMPARE(w.controller->liveStatus(), LiveStatus::Ready);
    QVERIFY(w.request());
    w.controller->drag(MorphAxis::Timbre, 0.9);
    QCOMPARE(w.controller->state(), MorphState::Live);
    QVERIFY(!w.request());  // what was made is of the past
    QTRY_VERIFY(w.transport.playing());
    QVERIFY(w.out.heard->isRing());
    w.controller->release();
    QVERIFY(w.settled());
    QVERIFY(w.transport.playing());
    QVERIFY(w.request());
    QCOMPARE(w.request()->notes[1].weight, 0.9);
    QCOMPARE(w.request()->quality, SynthesisQuality::Final);
    QCOMPARE(w.out.plays, 1);
  }

  void otherNotesLetTheLiveSoundEndAndStartAnother() {
    World w;
    w.tuning->live = true;
    QVERIFY(w.start());
    w.controller->drag(MorphAxis::Timbre, 0.9);
    QTRY_VERIFY(w.transport.playing());
    const auto ring = w.out.heard;
    w.controller->release();
    w.session.setNoteB(test::infoOf(test::kToyNotes[3]).id);
    QCOMPARE(w.controller->liveStatus(), LiveStatus::Unknown);
    QVERIFY(w.transport.playing());  // what plays goes on
    QVERIFY(w.settled());
    QCOMPARE(w.controller->liveStatus(), LiveStatus::Ready);
    w.transport.stopByUser();
    QTRY_VERIFY(ring->finished());
    w.controller->play();
    QTRY_VERIFY(w.transport.playing());
    QVERIFY(w.out.heard != ring);
  }

  void cancelLeavesWhatIsThereAndSaysSo() {
    World w;
    QVERIFY(w.start());
    w.tuning->msPerFrame = 50;
    w.controller->drag(MorphAxis::Dynamics, 0.2);
    QTRY_COMPARE(w.out.plays, 1);
    w.controller->cancel();
    QCOMPARE(w.controller->state(), MorphState::Cancelled);
    QVERIFY(!w.controller->busy());
    QVERIFY(w.transport.has(Track::morph()));
    QTRY_VERIFY(w.jobs.idle());
    QVERIFY(w.sentences.isEmpty());
  }

  void aModelThatCannotBeLoadedFailsWithItsSentence() {
    World w;
    w.tuning->broken = true;
    w.start();
    QCOMPARE(w.controller->state(), MorphState::Failed);
    QVERIFY(w.sentences.last().contains(QStringLiteral("wavenet-compact.safetensors")));
    QVERIFY(!w.transport.has(Track::morph()));
    w.tuning->broken = false;
    w.controller->play();  // asks for it once more
    QTRY_VERIFY(w.transport.playing());
    QVERIFY(w.settled());
    QCOMPARE(w.controller->state(), MorphState::Idle);
  }

  void withoutASecondNoteThereIsNoMorph() {
    World w;
    QVERIFY(w.start());
    w.session.setNoteB({});
    QVERIFY(w.settled());
    QCOMPARE(w.controller->state(), MorphState::Idle);
    QVERIFY(!w.transport.has(Track::morph()));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::MorphControllerTest)
#include "MorphControllerTest.moc"
