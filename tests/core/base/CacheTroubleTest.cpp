#include "base/CacheTrouble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/AtomicFile.h"
#include "base/Log.h"

namespace timbre {
namespace {

using testing::HasSubstr;

class CacheTrouble : public testing::Test {
 protected:
  void SetUp() override { forgetCacheTrouble(); }
  void TearDown() override {
    listenForCacheTrouble({});
    forgetCacheTrouble();
  }
  void listen() {
    listenForCacheTrouble([this](const std::string& sentence) { said_.push_back(sentence); });
  }
  const Error full_ =
      cannotWrite("/cache/a.png", std::make_error_code(std::errc::no_space_on_device));
  std::vector<std::string> said_;
};

TEST_F(CacheTrouble, IsSaidOnceWithItsReasonAndLoggedOnce) {
  listen();
  EXPECT_TRUE(said_.empty());
  const auto linesWith = [](const char* what) {
    return std::ranges::count_if(recentLogLines(200), [&](const std::string& line) {
      return line.find(what) != std::string::npos;
    });
  };
  const auto before = linesWith("/cache/a.png");
  for (int i = 0; i < 3; ++i) reportCacheTrouble(full_);
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_THAT(said_.front(), HasSubstr("(No space left on device)"));
  EXPECT_THAT(said_.front(), HasSubstr("works without it"));
  EXPECT_EQ(linesWith("/cache/a.png"), before + 1);
}

TEST_F(CacheTrouble, OfBeforeIsToldToWhoListensLater) {
  reportCacheTrouble({ErrorCode::Internal, "Something without a reason"});
  listen();
  ASSERT_EQ(said_.size(), 1u);
  EXPECT_EQ(said_.front().find('('), std::string::npos);
}

}  // namespace
}  // namespace timbre
