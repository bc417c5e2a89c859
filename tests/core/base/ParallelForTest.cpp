#include "base/ParallelFor.h"

#include <gtest/gtest.h>

#include <barrier>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/Impatient.h"

namespace timbre {
namespace {

TEST(ParallelFor, doesEachItemOnce) {
  for (const int workers : {1, 3, 0}) {
    std::vector<std::atomic<int>> done(100);
    test::Listener listener;
    ASSERT_TRUE(parallelFor(done.size(), workers, listener,
                            [&](std::size_t i, ParallelWorker&) -> Result<void> {
                              ++done[i];
                              return {};
                            }));
    for (const auto& each : done) EXPECT_EQ(each, 1);
    ASSERT_FALSE(listener.told.empty());
    EXPECT_TRUE(std::is_sorted(listener.told.begin(), listener.told.end()));
    EXPECT_EQ(listener.told.back(), 1);
  }
}

TEST(ParallelFor, hasNothingToDoForNoItems) {
  Unwatched quiet;
  EXPECT_TRUE(parallelFor(0, 2, quiet, [](std::size_t, ParallelWorker&) -> Result<void> {
    return fail(ErrorCode::Internal, "never called");
  }));
}

TEST(ParallelFor, givesEachThreadItsNumber) {
  std::mutex mutex;
  std::set<std::size_t> numbers;
  std::barrier meeting(3);  // all three must have an item at once
  Unwatched quiet;
  ASSERT_TRUE(parallelFor(3, 3, quiet, [&](std::size_t, ParallelWorker& worker) -> Result<void> {
    meeting.arrive_and_wait();
    const std::lock_guard lock(mutex);
    numbers.insert(worker.number());
    return {};
  }));
  EXPECT_EQ(numbers, (std::set<std::size_t>{0, 1, 2}));
}

TEST(ParallelFor, usesTheProgressOnTheCallingThreadAlone) {
  class OneThread final : public Progress {
   public:
    void advanced(double) override { check(); }
    bool cancelled() const override {
      check();
      return false;
    }
    void check() const { EXPECT_EQ(std::this_thread::get_id(), home); }
    const std::thread::id home = std::this_thread::get_id();
  } progress;
  EXPECT_TRUE(parallelFor(20, 4, progress, [](std::size_t, ParallelWorker& worker) -> Result<void> {
    worker.advanced(0.5);
    return {};
  }));
}

TEST(ParallelFor, countsPartsOfItems) {
  class Half final : public Progress {
   public:
    void advanced(double fraction) override { halves += fraction == 0.5; }
    bool cancelled() const override { return halves > 0; }
    int halves = 0;
  } progress;
  // The only item never ends by itself: only the half of it that is told leads to the cancel.
  const auto done = parallelFor(1, 1, progress, [](std::size_t, ParallelWorker& worker) {
    worker.advanced(0.5);
    while (!worker.cancelled()) std::this_thread::yield();
    return Result<void>(cancelled());
  });
  EXPECT_EQ(done.error().code, ErrorCode::Cancelled);
}

TEST(ParallelFor, stopsWhenCancelled) {
  test::Impatient impatient(3);
  std::atomic<int> ended{0};
  const auto done = parallelFor(1000, 2, impatient, [&](std::size_t, ParallelWorker& worker) {
    while (!worker.cancelled()) std::this_thread::yield();
    ++ended;
    return Result<void>();
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Cancelled);
  EXPECT_LE(ended, 2) << "one for each thread";
}

TEST(ParallelFor, startsNothingWhenCancelledBefore) {
  test::Impatient impatient(0);
  const auto done = parallelFor(3, 1, impatient, [](std::size_t, ParallelWorker&) -> Result<void> {
    ADD_FAILURE() << "started";
    return {};
  });
  EXPECT_EQ(done.error().code, ErrorCode::Cancelled);
}

TEST(ParallelFor, returnsTheFirstFailureAndStopsTheOthers) {
  Unwatched quiet;
  std::barrier both(2);
  const auto done = parallelFor(2, 2, quiet, [&](std::size_t i, ParallelWorker& worker) {
    both.arrive_and_wait();
    if (i == 0) return Result<void>(fail(ErrorCode::BadFormat, "Bad note"));
    while (!worker.cancelled()) std::this_thread::yield();
    return Result<void>(cancelled());
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "Bad note");
}

TEST(ParallelFor, makesAFailureOfAnException) {
  Unwatched quiet;
  const auto done = parallelFor(5, 2, quiet, [](std::size_t, ParallelWorker&) -> Result<void> {
    throw std::runtime_error("broken");
  });
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("broken"), std::string::npos);
}

TEST(ParallelFor, takesNoMoreThreadsThanItems) {
  EXPECT_EQ(workersFor(2, 8), 2u);
  EXPECT_EQ(workersFor(8, 3), 3u);
  EXPECT_EQ(workersFor(0, 3), 1u);
  EXPECT_GE(workersFor(1000, 0), 1u);
}

TEST(RunTogether, runsAllAtOnceTheFirstOfThemHere) {
  std::barrier meeting(3);
  std::vector<std::thread::id> threads(3);
  runTogether(3, [&](std::size_t i) {
    threads[i] = std::this_thread::get_id();
    meeting.arrive_and_wait();
  });
  EXPECT_EQ(threads[0], std::this_thread::get_id());
  EXPECT_EQ(std::set<std::thread::id>(threads.begin(), threads.end()).size(), 3u);
}

TEST(RunTogether, throwsTheFirstExceptionWhenAllHaveEnded) {
  std::atomic<int> ended{0};
  EXPECT_THROW(runTogether(3,
                           [&](std::size_t i) {
                             ++ended;
                             if (i > 0) throw std::runtime_error("broken");
                           }),
               std::runtime_error);
  EXPECT_EQ(ended, 3);
}

}  // namespace
}  // namespace timbre
