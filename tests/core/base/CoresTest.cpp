#include "base/Cores.h"

#include <gtest/gtest.h>

namespace timbre {
namespace {

TEST(Cores, whatIsWishedForCounts) {
  EXPECT_EQ(coresOr(3), 3);
  EXPECT_EQ(coresOr(0), machineCores());
  EXPECT_EQ(coresOr(-1), machineCores());
}

TEST(Cores, oneIsLeftToTheWindowWhereThereIsMoreThanOne) {
  EXPECT_GE(machineCores(), 1);
  EXPECT_EQ(coresBesideWindow(), machineCores() > 1 ? machineCores() - 1 : 1);
}

}  // namespace
}  // namespace timbre
