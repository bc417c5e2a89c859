#include "base/FreeName.h"

#include <gtest/gtest.h>

#include "base/AtomicFile.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

TEST(FreeName, CountsWhereANameIsTakenAndStaysInItsFolder) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(freeName(folder.path(), "a", ".wav"), folder / "a.wav");
  for (const char* taken : {"a.wav", "a (2).wav"})
    ASSERT_TRUE(writeBytesAtomically(folder / taken, {}));
  EXPECT_EQ(freeName(folder.path(), "a", ".wav"), folder / "a (3).wav");
  EXPECT_EQ(freeName(folder.path(), "a", ".flac"), folder / "a.flac");
  EXPECT_EQ(freeName(folder.path(), "../b", ".wav"), folder / ".._b.wav");
}

}  // namespace
}  // namespace timbre
