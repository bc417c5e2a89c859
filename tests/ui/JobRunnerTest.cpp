// Long work goes out and comes home: on the right thread, once, and never to the dead.
#include "ui/jobs/JobRunner.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

namespace timbre::ui {
namespace {

/// Works until it is cancelled; says when it has begun and stopped.
struct Stubborn {
  std::shared_ptr<std::atomic<int>> state = std::make_shared<std::atomic<int>>(0);
  Result<int> operator()(Progress& progress) const {
    *state = 1;
    while (!progress.cancelled()) QThread::msleep(1);
    *state = 2;
    return cancelled();
  }
};

}  // namespace

class JobRunnerTest : public QObject {
  Q_OBJECT

 private slots:
  void aResultComesHomeOnTheGuiThread() {
    JobRunner jobs;
    QThread* worker = nullptr;
    QThread* home = nullptr;
    int value = 0;
    jobs.run(
        Lane::Compute, this,
        [&](Progress&) -> Result<int> {
          worker = QThread::currentThread();
          return 7;
        },
        [&](Result<int> result) {
          home = QThread::currentThread();
          value = *result;
        });
    QTRY_COMPARE(value, 7);
    QCOMPARE(home, QThread::currentThread());
    QVERIFY(worker != home);
    QVERIFY(jobs.idle());
  }

  void aCancelReachesTheWorkAndNobodyIsCalled() {
    JobRunner jobs;
    const Stubborn work;
    bool called = false;
    Job job = jobs.run(Lane::Model, this, work, [&](Result<int>) { called = true; });
    QTRY_COMPARE(work.state->load(), 1);
    QVERIFY(job.running());
    job.cancel();
    QVERIFY(!job.running());
    QTRY_COMPARE(work.state->load(), 2);
    QTRY_VERIFY(jobs.idle());
    QVERIFY(!called);
  }

  void aJobDiesWithItsOwner() {
    JobRunner jobs;
    const Stubborn work;
    bool called = false;
    auto owner = std::make_unique<QObject>();
    jobs.run(Lane::Model, owner.get(), work, [&](Result<int>) { called = true; });
    QTRY_COMPARE(work.state->load(), 1);
    owner.reset();
    QTRY_COMPARE(work.state->load(), 2);
    QTRY_VERIFY(jobs.idle());
    QVERIFY(!called);
  }

  void theEndOfTheRunnerStopsItsJobs() {
    const Stubborn work;
    {
      JobRunner jobs;
      jobs.run(Lane::Model, this, work, [](Result<int>) {});
      QTRY_COMPARE(work.state->load(), 1);
    }
    QCOMPARE(work.state->load(), 2);
  }

  void theModelLaneRunsOneJobAtATimeAndThePreviewLaneDoesNotWaitForIt() {
    JobRunner jobs;
    const Stubborn first, second;
    Job a = jobs.run(Lane::Model, this, first, [](Result<int>) {});
    Job b = jobs.run(Lane::Model, this, second, [](Result<int>) {});
    QTRY_COMPARE(first.state->load(), 1);
    bool previewed = false;
    jobs.run(
        Lane::Preview, this, [](Progress&) -> Result<int> { return 1; },
        [&](Result<int>) { previewed = true; });
    QTRY_VERIFY(previewed);
    QCOMPARE(second.state->load(), 0);
    a.cancel();
    QTRY_COMPARE(second.state->load(), 1);
    b.cancel();
    QTRY_VERIFY(jobs.idle());
  }

  void whatTakesMinutesKeepsNothingShortWaiting() {
    JobRunner jobs;
    const Stubborn map, study;
    Job a = jobs.run(Lane::Background, this, map, [](Result<int>) {});
    Job b = jobs.run(Lane::Background, this, study, [](Result<int>) {});
    QTRY_COMPARE(map.state->load(), 1);
    bool computed = false;
    jobs.run(
        Lane::Compute, this, [](Progress&) -> Result<int> { return 1; },
        [&](Result<int>) { computed = true; });
    QTRY_VERIFY(computed);
    QCOMPARE(study.state->load(), 0);
    a.cancel();
    b.cancel();
    QTRY_VERIFY(jobs.idle());
  }

  void aThrowingJobComesHomeAsAFailure() {
    JobRunner jobs;
    std::string message;
    jobs.run(
        Lane::Compute, this, [](Progress&) -> Result<int> { throw std::runtime_error("broken"); },
        [&](Result<int> result) { message = result.error().message; });
    QTRY_COMPARE(message, std::string("broken"));
  }

  void progressIsToldWithTheTimeLeft() {
    JobRunner jobs;
    const auto go = std::make_shared<std::atomic<bool>>(false);
    JobProgress told;
    bool done = false;
    jobs.run(
        Lane::Compute, this,
        [go](Progress& progress) -> Result<int> {
          QThread::msleep(60);
          progress.advanced(0.5);
          while (!*go) QThread::msleep(1);
          return 0;
        },
        [&](Result<int>) { done = true; },
        {.progress = [&](JobProgress p) { told = p; }, .priority = 0});
    QTRY_COMPARE(told.fraction, 0.5);
    QVERIFY(told.secondsLeft >= 0.05);  // half took at least 60 ms, so the rest takes as long
    *go = true;
    QTRY_VERIFY(done);
  }
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::JobRunnerTest)
#include "JobRunnerTest.moc"
