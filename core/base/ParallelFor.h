/// Loops that several threads share.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre {

/// A thread of parallelFor, and the Progress of the item that it works on. Used on that thread
/// alone.
class ParallelWorker final : public Progress {
 public:
  ParallelWorker(std::size_t number, const std::atomic<bool>& stopped)
      : number_(number), stopped_(stopped) {}

  /// 0 to workers - 1: for what each thread has of its own (a model, a buffer).
  std::size_t number() const { return number_; }
  void advanced(double fraction) override { fraction_.store(fraction, std::memory_order_relaxed); }
  /// The whole loop was cancelled, or another item failed.
  bool cancelled() const override { return stopped_.load(std::memory_order_relaxed); }
  /// Of the item. Any thread.
  double fraction() const { return fraction_.load(std::memory_order_relaxed); }

 private:
  std::size_t number_;
  const std::atomic<bool>& stopped_;
  std::atomic<double> fraction_{0};
};

using ParallelWork = std::function<Result<void>(std::size_t index, ParallelWorker& worker)>;

/// How many threads a loop over `count` items takes; `wished` 0: all cores. At least 1.
std::size_t workersFor(std::size_t count, int wished);

/// Calls `work` once for each index below `count`, the lower ones first, on `workers` threads
/// (as workersFor says). The calling thread only watches: it alone uses `progress`, and hands a
/// cancel on within 10 ms, however long an item takes.
///
/// The first failure stops the other items at their next look and is returned; an exception is a
/// failure. Cancelled when items are left. When it returns, no thread is running.
Result<void> parallelFor(std::size_t count, int workers, Progress& progress,
                         const ParallelWork& work);

/// Calls work(0) on this thread and work(1) to work(workers - 1) on others at the same time, for
/// work whose parts wait for each other: either all start or none does. Returns when all have
/// ended, then throws the first of their exceptions.
void runTogether(std::size_t workers, const std::function<void(std::size_t)>& work);

}  // namespace timbre
