#include "base/CoreWait.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/Stopwatch.h"
#include "base/ThreadTime.h"

namespace timbre {
namespace {

bool stayOn(int core) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}

class CoreWaitTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/proc/thread-self/schedstat")) GTEST_SKIP() << "not told here";
  }
};

}  // namespace

TEST_F(CoreWaitTest, TwoThatShareACoreWaitForEachOther) {
  std::atomic<bool> stop = false;
  std::atomic<bool> spins = false;
  double waited = 0, ran = 0, wall = 0;
  const int core = sched_getcpu();
  std::thread other([&] {
    stayOn(core);
    for (spins = true; !stop;) continue;
  });
  std::thread measured([&] {
    const bool pinned = stayOn(core);
    while (pinned && !spins) std::this_thread::yield();
    const CoreWait wait;
    const ThreadTime time;
    const Stopwatch watch;
    while (pinned && time.seconds() < 0.1) continue;
    waited = wait.seconds();
    ran = time.seconds();
    wall = watch.seconds();
  });
  measured.join();
  stop = true;
  other.join();
  if (ran == 0) GTEST_SKIP() << "no thread may be bound to a core here";
  EXPECT_GT(waited, 0.03) << "another has the core half the time";
  EXPECT_NEAR(waited + ran, wall, 0.3 * wall);
}

TEST_F(CoreWaitTest, SleepingIsNoWaiting) {
  const CoreWait wait;
  const Stopwatch watch;
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_LT(wait.seconds(), watch.seconds() / 2);
}

}  // namespace timbre
