// A view asks for the embedding of a note: at once where it is known, else as a job.
#include "ui/sounds/EmbeddingJob.h"

#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "support/FakeBackend.h"
#include "support/WindowNotes.h"

namespace timbre::ui {

class EmbeddingJobTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    Unwatched quiet;
    const std::filesystem::path folder = folder_.path().toStdString();
    const auto library = dataset::NoteLibrary::open(test::writeToyLibrary(folder / "toy"), quiet,
                                                    folder / "indexes");
    QVERIFY(library);
    note_ = library->note(0);
    missing_ = library->find(test::infoOf(test::kToyNotes[4]).id).value();
  }

  void init() {
    maker_ = std::make_unique<synthesis::SynthesisService>(
        [this]() -> Result<model::ModelBackend*> { return &backend_; },
        synthesis::SynthesisOptions{});
  }

  void whatIsNotKnownIsMadeAndThenKnown() {
    JobRunner jobs;
    int answers = 0;
    const auto done = [&](const Result<synthesis::NoteEmbedding>& made) {
      QVERIFY(made);
      QCOMPARE(made->embedding.pitch, double{60});
      ++answers;
    };
    const auto card = test::fakeCard("wavenet");
    Job first = embeddingOf({jobs, *maker_}, note_, card, this, done);
    QCOMPARE(answers, 0);
    QTRY_COMPARE(answers, 1);
    QVERIFY(!first.running());
    const Job second = embeddingOf({jobs, *maker_}, note_, card, this, done);
    QCOMPARE(answers, 2);  // at once
    QVERIFY(!second.running());
    QVERIFY(jobs.idle());
  }

  void aFailureComesHomeToo() {
    JobRunner jobs;
    QString sentence;
    embeddingOf({jobs, *maker_}, missing_, test::fakeCard("wavenet"), this,
                [&](const Result<synthesis::NoteEmbedding>& made) {
                  QVERIFY(!made);
                  sentence = QString::fromStdString(made.error().message);
                });
    QTRY_VERIFY(sentence.contains(QString::fromStdString(missing_.id)));
  }

  void aJobThatWasCancelledSaysNothing() {
    JobRunner jobs;
    int answers = 0;
    Job job = embeddingOf({jobs, *maker_}, note_, test::fakeCard("wavenet"), this,
                          [&](const auto&) { ++answers; });
    job.cancel();
    QTRY_VERIFY(jobs.idle());
    QCOMPARE(answers, 0);
  }

 private:
  QTemporaryDir folder_;
  dataset::NoteInfo note_, missing_;
  test::FakeBackend backend_{std::make_shared<test::FakeTuning>()};
  std::unique_ptr<synthesis::SynthesisService> maker_;
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::EmbeddingJobTest)
#include "EmbeddingJobTest.moc"
