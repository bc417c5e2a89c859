#include "base/UnfinishedFiles.h"

#include <gtest/gtest.h>

#include "base/AtomicFile.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

namespace fs = std::filesystem;

Result<void> writeHalf(const fs::path& part) {
  test::writeText(part, "half");
  endProcess(3);
}

TEST(UnfinishedFilesDeathTest, anEndedProcessLeavesTheOldFileAndNoOther) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a.txt", "old");
  EXPECT_EXIT((void)writeAtomically(folder / "a.txt", writeHalf), testing::ExitedWithCode(3), "");
  EXPECT_EQ(test::textOf(folder / "a.txt"), "old");
  EXPECT_EQ(test::entriesIn(folder.path()), 1);
}

TEST(UnfinishedFilesDeathTest, aFileThatIsFinishedStays) {
  const test::TemporaryFolder folder;
  const auto writeAndEnd = [&] {
    const std::string text = "whole";
    (void)writeBytesAtomically(folder / "a.txt", std::as_bytes(std::span(text)));
    endProcess(0);
  };
  EXPECT_EXIT(writeAndEnd(), testing::ExitedWithCode(0), "");
  EXPECT_EQ(test::textOf(folder / "a.txt"), "whole");
}

}  // namespace
}  // namespace timbre
