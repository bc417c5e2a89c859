/// The door between threads: values go out to a lane, a Result comes home to the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <array>
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::ui {

/// Compute: everything that needs no model, on all cores but one. Model and Preview: one job at a
/// time each; they hold models of their own, so that a preview never waits for a long generation.
/// Background: what takes minutes, one job at a time, so that nothing short waits for it. Lookup:
/// what only reads a sound that is ready, so that it is there at once whatever is being made.
enum class Lane { Compute, Model, Preview, Background, Lookup };

struct JobProgress {
  double fraction = 0;      ///< of the whole job
  double secondsLeft = -1;  ///< negative: not known yet
};

/// Receives the worker's progress and passes it to the GUI thread. Made by JobRunner.
class JobObserver final : public Progress, public std::enable_shared_from_this<JobObserver> {
 public:
  using Listener = std::function<void(JobProgress)>;
  JobObserver(QObject* home, Listener listener) : home_(home), listener_(std::move(listener)) {}

  void advanced(double fraction) override;
  bool cancelled() const override { return cancelled_.load(std::memory_order_relaxed); }
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  void begin();
  bool finished() const { return finished_.load(std::memory_order_relaxed); }
  void finish() { finished_.store(true, std::memory_order_relaxed); }

 private:
  QObject* home_;      // the runner: it outlives every job
  Listener listener_;  // GUI thread only
  std::atomic<bool> cancelled_{false};
  std::atomic<bool> finished_{false};
  double secondsLeft(qint64 now, double fraction);

  // Worker thread.
  struct Mark {
    qint64 ms = 0;
    double fraction = 0;
  };
  Mark mark_;      // the speed is measured since then
  Mark nextMark_;  // and soon since then, so that a slow beginning is forgotten
  qint64 told_ = 0;
};

/// A running job as its owner holds it. Copies are the same job; an empty one is finished.
class Job {
 public:
  Job() = default;
  explicit Job(std::shared_ptr<JobObserver> observer) : observers_(std::move(observer)) {}
  /// `done` will not be called any more. The worker stops at its next look.
  void cancel() {
    if (observers_) observers_->cancel();
  }
  /// Neither come home nor cancelled.
  bool running() const { return observers_ && !observers_->finished() && !observers_->cancelled(); }

 private:
  std::shared_ptr<JobObserver> observers_;
};

/// How a job is run besides its work.
struct JobOptions {
  JobObserver::Listener progress;  ///< GUI thread, at most every 50 ms; may be empty
  int priority = 0;                ///< among the jobs that wait in the lane, the higher goes first
};

/// GUI thread. The end of the runner cancels its jobs and waits for them.
class JobRunner : public QObject {
  Q_OBJECT

 public:
  explicit JobRunner(QObject* parent = nullptr);
  ~JobRunner() override;

  /// `work(Progress&)` returns a Result and runs in the lane; `done(Result)` runs on the GUI
  /// thread, unless the job was cancelled or `owner` has died meanwhile (its death cancels the
  /// job). `work` must own all that it touches.
  template <class Work, class Done>
  Job run(Lane lane, QObject* owner, Work work, Done done, JobOptions options = {}) {
    using Outcome = std::invoke_result_t<Work&, Progress&>;
    auto observer = std::make_shared<JobObserver>(this, std::move(options.progress));
    // The functions may hold widgets' values: they are destroyed on the GUI thread, with the last
    // letter home.
    auto home = std::make_shared<Done>(std::move(done));
    QPointer<QObject> alive(owner);
    const auto death =
        connect(owner, &QObject::destroyed, this, [observer] { observer->cancel(); });
    start(lane, options.priority, observer,
          [this, observer, alive, death, home = std::move(home), work = std::move(work)]() mutable {
            auto outcome = std::make_shared<Outcome>(guarded<Outcome>(work, *observer));
            postHome([observer, alive, death, home = std::move(home), outcome]() mutable {
              disconnect(death);
              observer->finish();
              if (alive && !observer->cancelled()) (*home)(std::move(*outcome));
            });
          });
    return Job(observer);
  }

  /// How many jobs run or wait, cancelled ones that have not stopped yet included.
  int active() const { return active_; }
  bool idle() const { return active_ == 0; }
  /// For the end of the program and for tests.
  void cancelAll();

 signals:
  void activeChanged(int jobs);

 private:
  template <class Outcome, class Work>
  static Outcome guarded(Work& work, Progress& progress) {
    if (progress.cancelled()) return timbre::cancelled();
    try {
      return work(progress);
    } catch (const std::bad_alloc&) {
      return fail(ErrorCode::Internal, "There is not enough memory for this; close other programs");
    } catch (const std::exception& e) {  // foreign code; ours returns its failures
      return fail(ErrorCode::Internal, e.what());
    }
  }
  void start(Lane lane, int priority, std::shared_ptr<JobObserver> observer,
             std::function<void()> body);
  void postHome(std::function<void()> content);
  QThreadPool& poolOf(Lane lane) { return pools_[static_cast<std::size_t>(lane)]; }

  std::array<QThreadPool, 5> pools_;  // one for each lane
  std::vector<std::weak_ptr<JobObserver>> observers_;
  int active_ = 0;
};

}  // namespace timbre::ui
