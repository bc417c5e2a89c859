#include "base/AtomicFile.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <set>
#include <string>
#include <thread>

#include "base/PrintableText.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

namespace fs = std::filesystem;
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

TEST(AtomicFile, WhatCannotBeWrittenIsKnownBefore) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "taken");
  fs::create_symlink("none/a.txt", folder / "link");
  for (const auto& target : {test::belowAFile(folder) / "a.txt", folder / "none" / "a.txt",
                             folder / "taken", folder / "link", folder / std::string(256, 'n')}) {
    const auto checked = checkWritable(target);
    ASSERT_FALSE(checked) << target;
    test::expectSentence(checked.error(), target);
    EXPECT_EQ(checked.error().message, write(target, "text").error().message);
  }
  const auto before = test::entriesIn(folder.path());
  ASSERT_TRUE(write(folder / "old.txt", "old"));
  fs::create_symlink("taken/new.txt", folder / "to-new");
  for (const auto& target : {folder / "new.txt", folder / "old.txt", folder / "to-new",
                             fs::path("/dev/null"), fs::path("new.txt")})
    EXPECT_TRUE(checkWritable(target)) << target;
  EXPECT_EQ(test::textOf(folder / "old.txt"), "old");
  EXPECT_EQ(test::entriesIn(folder.path()), before + 2);
}

TEST(AtomicFile, WritesNamesAsLongAsTheSystemAllows) {
  const TemporaryFolder folder;
  std::string umlauts;
  while (umlauts.size() < 248) umlauts += "\xc3\xa4";
  for (const std::string& name :
       {std::string(251, 'n') + ".wav", std::string(255, 'n'), "a." + std::string(253, 'e'),
        umlauts + ".flac", std::string("a")}) {
    fs::path seen;
    ASSERT_TRUE(writeAtomically(folder / name, [&](const fs::path& part) -> Result<void> {
      seen = part.filename();
      test::writeText(part, "text");
      return {};
    })) << name;
    EXPECT_EQ(test::textOf(folder / name), "text") << name;
    EXPECT_LE(seen.string().size(), std::max<std::size_t>(name.size(), 40)) << name;
    EXPECT_EQ(printable(seen.string()), seen.string()) << "a character was cut in two";
  }
  EXPECT_EQ(test::entriesIn(folder.path()), 5);
}

TEST(AtomicFile, FollowsLinksAndLeavesThem) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  ASSERT_TRUE(write(folder / "elsewhere/a.txt", "old"));
  fs::create_symlink("elsewhere/a.txt", folder / "link");
  fs::create_symlink("elsewhere/new.txt", folder / "to-none");
  fs::create_symlink("to-none", folder / "to-link");
  fs::create_symlink("loop", folder / "loop");
  ASSERT_TRUE(write(folder / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(test::textOf(folder / "elsewhere/a.txt"), "new");
  ASSERT_TRUE(write(folder / "to-link", "made"));
  EXPECT_TRUE(fs::is_symlink(folder / "to-none"));
  EXPECT_EQ(test::textOf(folder / "elsewhere/new.txt"), "made");
  const auto looped = write(folder / "loop", "text");
  ASSERT_FALSE(looped);
  test::expectSentence(looped.error(), folder / "loop");
  EXPECT_EQ(test::entriesIn(folder / "elsewhere"), 2);
}

TEST(AtomicFile, KeepsThePermissionsOfWhatItReplaces) {
  const TemporaryFolder folder;
  for (const mode_t mode : {0600u, 0640u, 0755u, 0200u}) {
    ASSERT_TRUE(write(folder / "a.txt", "old"));
    ASSERT_EQ(::chmod((folder / "a.txt").c_str(), mode), 0);
    ASSERT_TRUE(write(folder / "a.txt", "new"));
    struct stat found {};
    ASSERT_EQ(::stat((folder / "a.txt").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 07777u, mode);
  }
}

TEST(AtomicFile, WritesIntoPipesAndDevices) {
  const TemporaryFolder folder;
  const fs::path pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string heard;
  std::jthread reader([&] { heard = test::textOf(pipe); });
  ASSERT_TRUE(write(pipe, "through the pipe"));
  reader.join();
  EXPECT_EQ(heard, "through the pipe");
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(test::entriesIn(folder.path()), 1);

  EXPECT_TRUE(write("/dev/null", "nowhere"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  fs::create_symlink("/dev/full", folder / "full");
  const auto full = write(folder / "full", "text");
  ASSERT_FALSE(full);
  test::expectSentence(full.error(), folder / "full");
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST(AtomicFile, SweepsWhatKilledProcessesLeft) {
  const TemporaryFolder folder;
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(25);
  const auto leave = [&](const char* name, bool isOld) {
    test::writeText(folder / name, "half");
    if (isOld) fs::last_write_time(folder / name, old);
  };
  leave(".a.part4711-0.wav", true);
  leave(".a b.part4711-12", true);
  leave(".young.part4711-0.wav", false);
  leave(".a.partners.wav", true);
  leave("a.part4711-0.wav", true);
  ASSERT_TRUE(write(folder / "b.txt", "text"));
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"b.txt", ".young.part4711-0.wav", ".a.partners.wav",
                                          "a.part4711-0.wav"}));
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
