#include "base/Memory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

namespace timbre {

TEST(Memory, ThePeakGrowsWithWhatWasHeldAndDoesNotFall) {
  const auto before = peakMemoryMb();
  if (!before) GTEST_SKIP() << "this system does not say";
  EXPECT_GT(*before, 1);
  constexpr std::size_t kMany = 200'000'000;
  {
    const std::unique_ptr<char[]> held(new char[kMany]);
    std::memset(held.get(), 1, kMany);
    EXPECT_EQ(held[kMany / 2], 1);
  }
  const double after = peakMemoryMb().value();
  EXPECT_GT(after, 200);
  EXPECT_GE(peakMemoryMb().value(), after);
}

}  // namespace timbre
