#include "base/FileLock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/TemporaryFolder.h"

namespace timbre {

using When = FileLock::When;

TEST(FileLock, isHeldByOneAtATime) {
  const test::TemporaryFolder folder;
  {
    const FileLock first(folder / "lock", When::Now);
    EXPECT_TRUE(first.held());
    const FileLock second(folder / "lock", When::Now);
    EXPECT_FALSE(second.held());
    EXPECT_TRUE(second.busy());
  }
  EXPECT_TRUE(FileLock(folder / "lock", When::Later).held());
}

TEST(FileLock, stopsWaitingWhenToldTo) {
  const test::TemporaryFolder folder;
  const FileLock first(folder / "lock", When::Now);
  int asked = 0;
  const FileLock second(folder / "lock", When::Later, [&] { return ++asked == 2; });
  EXPECT_FALSE(second.held());
  EXPECT_TRUE(second.busy());
  EXPECT_EQ(asked, 2);
}

TEST(FileLock, isLetGoOfByAProcessThatIsKilled) {
  const test::TemporaryFolder folder;
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t other = ::fork();
  if (other == 0) {
    const FileLock lock(folder / "lock", When::Now);
    const char held = lock.held();
    (void)!::write(told[1], &held, 1);
    for (;;) ::pause();
  }
  char held = 0;
  ASSERT_EQ(::read(told[0], &held, 1), 1);
  EXPECT_TRUE(held);
  EXPECT_TRUE(FileLock(folder / "lock", When::Now).busy());
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
  EXPECT_TRUE(FileLock(folder / "lock", When::Now).held());
}

TEST(FileLock, thatCannotBeMadeIsNotHeldAndNotBusy) {
  const test::TemporaryFolder folder;
  const FileLock lock(test::belowAFile(folder), When::Now);
  EXPECT_FALSE(lock.held());
  EXPECT_FALSE(lock.busy());
  EXPECT_EQ(lock.reason(), std::errc::not_a_directory);
}

}  // namespace timbre
