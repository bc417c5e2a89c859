#include "base/AtomicFile.h"

#include <gtest/gtest.h>

#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

using test::TemporaryFolder;

Result<void> write(const std::filesystem::path& path, std::string_view text) {
  return writeBytesAtomically(path, std::as_bytes(std::span(text)));
}

TEST(AtomicFile, WritesWhatItIsGivenAndNothingBesides) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write(folder / "a.txt", "first"));
  EXPECT_EQ(test::textOf(folder / "a.txt"), "first");
  ASSERT_TRUE(write(folder / "a.txt", ""));
  EXPECT_EQ(test::textOf(folder / "a.txt"), "");
  EXPECT_EQ(test::entriesIn(folder.path()), 1);
}

TEST(AtomicFile, AFailureLeavesTheOldFileAndNoOther) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write(folder / "a.txt", "old"));
  const auto failed =
      writeAtomically(folder / "a.txt", [](const std::filesystem::path& part) -> Result<void> {
        test::writeText(part, "half");
        return fail(ErrorCode::Internal, "Out of paper");
      });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "Out of paper");
  EXPECT_EQ(test::textOf(folder / "a.txt"), "old");
  EXPECT_EQ(test::entriesIn(folder.path()), 1);
}

TEST(AtomicFile, TheOldFileStandsUntilTheNewOneIsWhole) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write(folder / "a.txt", "old"));
  ASSERT_TRUE(
      writeAtomically(folder / "a.txt", [&](const std::filesystem::path& part) -> Result<void> {
        EXPECT_EQ(part.parent_path(), folder.path());
        EXPECT_EQ(part.extension(), ".txt") << "some writers go by the ending";
        test::writeText(part, "new");
        EXPECT_EQ(test::textOf(folder / "a.txt"), "old");
        return {};
      }));
  EXPECT_EQ(test::textOf(folder / "a.txt"), "new");
}

TEST(AtomicFile, WhatCannotBeWrittenIsNamed) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "taken");
  for (const auto& target :
       {test::belowAFile(folder) / "a.txt", folder / "none" / "a.txt", folder / "taken"}) {
    const auto written = write(target, "text");
    ASSERT_FALSE(written) << target;
    test::expectSentence(written.error(), target);
  }
  EXPECT_EQ(test::entriesIn(folder.path()), 2);
}

TEST(AtomicFile, ReadsWholeFilesUpToALimit) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\nc", 5);
  test::writeText(folder / "a", bytes);
  EXPECT_EQ(readBytes(folder / "a").value(), bytes);
  EXPECT_EQ(readBytes(folder / "a", 5).value(), bytes);
  EXPECT_EQ(readBytes(folder / "a", 4).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(readBytes(folder / "none").error().code, ErrorCode::NotFound);
  EXPECT_EQ(readBytes(folder.path()).error().code, ErrorCode::NotFound);
  EXPECT_EQ(readBytes(test::belowAFile(folder)).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace timbre
