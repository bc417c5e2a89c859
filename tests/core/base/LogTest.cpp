#include "base/Log.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/Files.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

/// openLog() counts for a whole process, so each test of it has one.
template <class Work>
void inAnotherProcess(const std::filesystem::path& state, Work work) {
  const pid_t other = ::fork();
  if (other == 0) {
    ::setenv("XDG_STATE_HOME", state.c_str(), 1);
    work();
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(other, &status, 0), other);
  EXPECT_EQ(status, 0);
}

TEST(Log, remembersItsLastLines) {
  logWarning("The disk has 12 bytes left");
  const auto lines = recentLogLines();
  ASSERT_FALSE(lines.empty());
  EXPECT_TRUE(lines.back().ends_with("warning: The disk has 12 bytes left")) << lines.back();
  for (int i = 0; i < 300; ++i) logInfo("line " + std::to_string(i));
  EXPECT_EQ(recentLogLines().size(), 200u);
  EXPECT_EQ(recentLogLines(3).size(), 3u);
  EXPECT_TRUE(recentLogLines(3).back().ends_with("line 299"));
}

TEST(Log, keepsAMessageOnItsLine) {
  logInfo("first\nsecond \x1b[31m");
  EXPECT_TRUE(recentLogLines().back().ends_with("first\\nsecond \\x1b[31m"));
}

TEST(Log, writesNoFileUnlessAProgramOpensIt) {
  const test::TemporaryFolder folder;
  inAnotherProcess(folder.path(), [] { logInfo("from a library"); });
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
}

TEST(Log, goesToAFileInTheStateFolder) {
  const test::TemporaryFolder folder;
  inAnotherProcess(folder / "state", [] {
    openLog("timbre");
    if (pathExists(logFile())) ::_exit(2);  // there is nothing to say yet
    logError("it broke");
  });
  const std::string text = test::textOf(folder / "state/timbrescope/timbre.log");
  EXPECT_NE(text.find("error: it broke\n"), std::string::npos) << text;
}

TEST(Log, doesNotGrowForEver) {
  const test::TemporaryFolder folder;
  inAnotherProcess(folder.path(), [] {
    openLog("timbre");
    const std::string long_(1000, 'x');
    for (int i = 0; i < 5000; ++i) logInfo(long_);
  });
  std::uintmax_t all = 0;
  const auto files = entriesOf(folder / "timbrescope");
  ASSERT_TRUE(files);
  for (const auto& file : *files) all += sizeOf(file).value();
  EXPECT_GT(all, 2u << 20);
  EXPECT_LE(all, (3u << 20) + 10'000);
}

TEST(Log, whereThereIsNoFolderForItIsNoFailure) {
  const test::TemporaryFolder folder;
  inAnotherProcess(test::belowAFile(folder), [] {
    openLog("timbre");
    logError("unheard");
    if (recentLogLines().empty()) ::_exit(2);
  });
}

std::vector<std::string> received;

TEST(Log, aModulesLinesGoToWhoeverReceivesThem) {
  sendLogTo([](LogLevel level, std::string_view message) {
    received.push_back((level == LogLevel::Warning ? "warning " : "") + std::string(message));
  });
  logWarning("the module's");
  sendLogTo(nullptr);
  logInfo("the program's");
  EXPECT_EQ(received, std::vector<std::string>{"warning the module's"});
  ASSERT_FALSE(recentLogLines(1).empty());
  EXPECT_NE(recentLogLines(1).front().find("the program's"), std::string::npos);
}

}  // namespace
}  // namespace timbre
