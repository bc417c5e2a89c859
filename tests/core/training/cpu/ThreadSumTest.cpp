#include "training/cpu/ThreadSum.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/ParallelFor.h"

namespace timbre::training {
namespace {

TEST(ThreadSum, givesEveryThreadTheSameSum) {
  constexpr std::size_t kThreads = 3;
  ThreadSum sums(kThreads);
  std::vector<std::vector<double>> numbers(kThreads);
  runTogether(kThreads, [&](std::size_t i) {
    numbers[i] = {static_cast<double>(i) + 0.1, 10};
    sums.sum(i, numbers[i]);
    sums.sum(i, numbers[i]);  // and once more
  });
  const double first = 3 * (0.1 + 1.1 + 2.1);
  for (const auto& each : numbers) {
    EXPECT_EQ(each, numbers.front());
    EXPECT_NEAR(each[0], first, 1e-12);
    EXPECT_EQ(each[1], 90);
  }
}

TEST(ThreadSum, continuesWithoutAThreadThatFailed) {
  ThreadSum sums(2);
  std::vector<double> numbers{5};
  EXPECT_THROW(runTogether(2,
                           [&](std::size_t i) {
                             if (i == 1) {
                               sums.leave(1);
                               throw std::runtime_error("broken");
                             }
                             sums.sum(0, numbers);
                           }),
               std::runtime_error);
  EXPECT_EQ(numbers, std::vector<double>{5});
}

}  // namespace
}  // namespace timbre::training
