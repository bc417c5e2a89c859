// A sound is asked for: what is ready comes at once, whatever is being made.
#include "ui/sounds/SynthesisTask.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <memory>

#include "audio/AudioWriter.h"
#include "support/FakeBackend.h"
#include "support/Sounds.h"
#include "support/WindowNotes.h"
#include "synthesis/FileDescription.h"
#include "synthesis/OriginalSound.h"

namespace timbre::ui {

class SynthesisTaskTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    Unwatched quiet;
    const auto library = dataset::NoteLibrary::open(test::writeToyLibrary(folder() / "toy"), quiet,
                                                    folder() / "indexes");
    QVERIFY(library);
    note_ = library->note(0);
    ship();
  }

  void init() {
    maker_ = std::make_unique<synthesis::SynthesisService>(
        [this]() -> Result<model::ModelBackend*> { return &backend_; },
        synthesis::SynthesisOptions{
            .cacheFolder = {}, .log = {}, .shippedFolder = folder() / "shipped"});
  }

  void whatIsReadyDoesNotWaitForWhatIsMade() {
    JobRunner jobs;
    std::atomic<bool> held{true};
    for (const Lane lane : {Lane::Compute, Lane::Model, Lane::Preview})
      for (int i = 0; i < 8; ++i)  // every thread of the lane, and some wait
        jobs.run(
            lane, this,
            [&held](Progress& progress) -> Result<int> {
              while (held && !progress.cancelled()) QThread::msleep(1);
              return 0;
            },
            [](Result<int>) {});
    SynthesisTask task(jobs, *maker_);
    QSignalSpy made(&task, &SynthesisTask::made), pictured(&task, &SynthesisTask::pictured);
    task.start(options());
    QTRY_COMPARE(made.count(), 1);
    QCOMPARE(made.first().first().value<synthesis::RenderedSound>().clip.samples().size(),
             std::size_t{1000});
    held = false;
    QTRY_COMPARE(pictured.count(), 1);
    QCOMPARE(tuning_->loaded.load(), 0);
  }

  void whatIsNotReadyIsMade() {
    JobRunner jobs;
    SynthesisTask task(jobs, *maker_);
    QSignalSpy made(&task, &SynthesisTask::made);
    TaskOptions other = options();
    other.request.seed = 7;
    task.start(other);
    QVERIFY(task.busy());
    QTRY_COMPARE(made.count(), 1);
    QCOMPARE(made.first().first().value<synthesis::RenderedSound>().clip.samples().size(),
             std::size_t{kNoteSamples});
    QTRY_VERIFY(jobs.idle());
    task.start(other);  // from memory, at once
    QCOMPARE(made.count(), 2);
  }

  void aCancelledTaskSaysNothing() {
    JobRunner jobs;
    SynthesisTask task(jobs, *maker_);
    QSignalSpy made(&task, &SynthesisTask::made);
    task.start(options());
    task.cancel();
    QVERIFY(!task.busy());
    QTRY_VERIFY(jobs.idle());
    QCOMPARE(made.count(), 0);
  }

 private:
  std::filesystem::path folder() const { return folder_.path().toStdString(); }

  TaskOptions options() const {
    TaskOptions options;
    options.request = synthesis::reconstruction(note_, test::fakeCard("baseline"));
    options.request.model.hash = "0123456789abcdef";
    return options;
  }

  /// The note's reconstruction comes with the program: a short tone, to be told from a made one.
  void ship() {
    const auto described =
        synthesis::describedAs(options().request, [](const dataset::NoteInfo& note) {
          return synthesis::hashOf(dataset::readNote(note, kModelRate).value());
        });
    std::filesystem::create_directories(folder() / "shipped");
    QVERIFY(audio::writeFlac(folder() / "shipped" / "a.flac", test::sine(440, 0.5, 1000),
                             audio::SampleFormat::S16, synthesis::tagsFor(described)));
  }

  QTemporaryDir folder_;
  dataset::NoteInfo note_;
  std::shared_ptr<test::FakeTuning> tuning_ = std::make_shared<test::FakeTuning>();
  test::FakeBackend backend_{tuning_};
  std::unique_ptr<synthesis::SynthesisService> maker_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::SynthesisTaskTest)
#include "SynthesisTaskTest.moc"
