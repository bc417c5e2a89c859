#include "base/Memory.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>

namespace timbre {

TEST(Memory, ThePeakGrowsWithWhatWasHeldAndDoesNotFall) {
  const auto before = peakMemoryMb();
  if (!before) GTEST_SKIP() << "this system does not say";
  EXPECT_GT(*before, 1);
  constexpr std::size_t kMb = 1'000'000;
  const auto more = static_cast<std::size_t>(*before) + 200;  // than was ever held
  double holding = 0;
  {
    const std::unique_ptr<char[]> held(new char[more * kMb]);
    for (volatile char* page = held.get(); page < held.get() + more * kMb; page += 1024) *page = 1;
    holding = peakMemoryMb().value();
  }
  EXPECT_GT(holding, *before + 150);
  EXPECT_GT(peakMemoryMb().value(), holding - 1) << "it is the most, not what is held now";
}

}  // namespace timbre
