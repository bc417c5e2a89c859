#include "base/CatchExceptions.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "base/Log.h"

namespace timbre {
namespace {

constexpr ExceptionText kText{"There is not enough memory for this; close other programs",
                              "The sound could not be made"};

TEST(CatchExceptions, handsOnWhatTheWorkReturns) {
  EXPECT_EQ(catchExceptions(kText, []() -> Result<int> { return 3; }).value(), 3);
  const auto failed =
      catchExceptions(kText, []() -> Result<int> { return fail(ErrorCode::NotFound, "None"); });
  EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
}

TEST(CatchExceptions, saysWhatFailedInOneLineAndRecordsIt) {
  const auto failed = catchExceptions(kText, []() -> Result<void> {
    throw std::runtime_error("a shape does not fit\nraised from line 3");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::Internal);
  EXPECT_EQ(failed.error().message, "The sound could not be made: a shape does not fit");
  ASSERT_FALSE(recentLogLines().empty());
  EXPECT_TRUE(
      recentLogLines().back().ends_with("The sound could not be made: a shape does not fit"));
}

TEST(CatchExceptions, knowsMemoryAndWhatIsNoException) {
  const auto full = catchExceptions(kText, []() -> Result<void> { throw std::bad_alloc(); });
  EXPECT_EQ(full.error().message, kText.noMemory);
  const auto odd = catchExceptions(kText, []() -> Result<void> { throw 3; });
  EXPECT_TRUE(odd.error().message.starts_with(kText.failed));
}

}  // namespace
}  // namespace timbre
