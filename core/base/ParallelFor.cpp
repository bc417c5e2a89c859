#include "base/ParallelFor.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "base/CatchExceptions.h"
#include "base/Cores.h"

namespace timbre {
namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(10);
constexpr ExceptionText kText{"There is not enough memory for this; close other programs",
                              "The work could not be finished"};

class Loop {
 public:
  Loop(std::size_t count, const ParallelWork& work) : count_(count), work_(work) {}
  ~Loop() { stopped_ = true; }  // before the threads are joined, when watching threw

  /// Fewer threads than wished are better than none.
  void start(std::size_t workers) {
    threads_.reserve(workers);
    for (std::size_t i = 0; i < workers; ++i) {
      auto& worker = workers_.emplace_back(i, stopped_);
      const std::lock_guard lock(mutex_);
      try {
        threads_.emplace_back([this, &worker] { run(worker); });
      } catch (const std::system_error&) {
        if (i == 0) throw;
        return;
      }
      ++running_;
    }
  }

  Result<void> watch(Progress& progress) {
    double told = 0;
    std::unique_lock lock(mutex_);
    while (running_ > 0) {
      ended_.wait_for(lock, kBetweenLooks, [&] { return running_ == 0; });
      lock.unlock();
      told = std::max(told, done());
      progress.advanced(told);
      if (progress.cancelled()) stopped_ = true;
      lock.lock();
    }
    if (error_) return tl::unexpected(*error_);
    if (finished_ < count_) return cancelled();
    if (told < 1) progress.advanced(1);  // all was over before the first look
    return {};
  }

 private:
  void run(ParallelWorker& worker) {
    for (std::size_t i = next_++; i < count_ && !stopped_; i = next_++) {
      auto done = catchExceptions(kText, [&] { return work_(i, worker); });
      worker.advanced(0);
      if (done) {
        ++finished_;
        continue;
      }
      const std::lock_guard lock(mutex_);
      // What stops because it was told to has nothing to add.
      if (!error_ && !(stopped_ && done.error().code == ErrorCode::Cancelled))
        error_ = std::move(done.error());
      stopped_ = true;
    }
    const std::lock_guard lock(mutex_);
    --running_;
    ended_.notify_one();
  }

  double done() const {
    double sum = static_cast<double>(finished_);
    for (const auto& worker : workers_) sum += worker.fraction();
    return std::min(1.0, sum / static_cast<double>(count_));
  }

  const std::size_t count_;
  const ParallelWork& work_;
  std::atomic<std::size_t> next_{0}, finished_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
  std::optional<Error> error_;
  std::deque<ParallelWorker> workers_;  // they must not move
  std::vector<std::jthread> threads_;   // the last member: joined before the others go
};

}  // namespace

std::size_t workersFor(std::size_t count, int wished) {
  return std::clamp<std::size_t>(count, 1, static_cast<std::size_t>(coresOr(wished)));
}

Result<void> parallelFor(std::size_t count, int workers, Progress& progress,
                         const ParallelWork& work) {
  if (count == 0) {
    progress.advanced(1);
    return {};
  }
  if (progress.cancelled()) return cancelled();
  return catchExceptions(kText, [&] {
    Loop loop(count, work);
    loop.start(workersFor(count, workers));
    return loop.watch(progress);
  });
}

void runTogether(std::size_t workers, const std::function<void(std::size_t)>& work) {
  enum Gate { Shut, Open, Abandoned };
  std::atomic<Gate> gate = Shut;
  std::vector<std::exception_ptr> thrown(workers);
  const auto open = [&](Gate to) {
    gate = to;
    gate.notify_all();
  };
  const auto run = [&](std::size_t number) {
    try {
      work(number);
    } catch (...) {
      thrown[number] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < workers; ++i)
        others.emplace_back([&, i] {
          gate.wait(Shut);
          if (gate == Open) run(i);
        });
    } catch (...) {
      open(Abandoned);
      throw;
    }
    open(Open);
    run(0);
  }
  for (const auto& each : thrown)
    if (each) std::rethrow_exception(each);
}

}  // namespace timbre
