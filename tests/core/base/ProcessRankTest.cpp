#include "base/ProcessRank.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace timbre {

class RanksOf : public testing::Test {
 protected:
  RanksOf() { clear(); }
  ~RanksOf() override { clear(); }
  static void clear() {
    for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"})
      ::unsetenv(name);
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
};

TEST_F(RanksOf, aLoneProcessAreOne) {
  const auto process = processRank();
  ASSERT_TRUE(process);
  EXPECT_EQ(process->size, 1);
  EXPECT_TRUE(process->first());
}

TEST_F(RanksOf, aLauncherAreWhatItSays) {
  set("WORLD_SIZE", "4");
  set("RANK", "3");
  set("LOCAL_RANK", "1");
  set("MASTER_ADDR", "node-1");
  set("MASTER_PORT", "29500");
  const auto process = processRank();
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(process->rank, 3);
  EXPECT_EQ(process->size, 4);
  EXPECT_EQ(process->local, 1);
  EXPECT_EQ(process->address, "node-1");
  EXPECT_EQ(process->port, 29500);
}

TEST_F(RanksOf, processesThatNeverMeetNeedNoPlaceToMeet) {
  set("WORLD_SIZE", "4");
  set("RANK", "3");
  EXPECT_FALSE(processRank());
  const auto process = processRank(false);
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(process->rank, 3);
}

TEST_F(RanksOf, aLauncherThatForgotSomethingNameIt) {
  set("WORLD_SIZE", "2");
  EXPECT_NE(processRank().error().message.find("RANK"), std::string::npos);
  set("RANK", "2");  // there are 0 and 1
  EXPECT_NE(processRank().error().message.find("RANK"), std::string::npos);
  set("RANK", "1");
  EXPECT_NE(processRank().error().message.find("MASTER_PORT"), std::string::npos);
  set("MASTER_PORT", "99999");
  EXPECT_NE(processRank().error().message.find("MASTER_PORT"), std::string::npos);
  set("MASTER_PORT", "29500");
  EXPECT_NE(processRank().error().message.find("MASTER_ADDR"), std::string::npos);
  set("WORLD_SIZE", "many");
  EXPECT_NE(processRank().error().message.find("WORLD_SIZE"), std::string::npos);
}

}  // namespace timbre
