#include "base/Files.h"

#include <gtest/gtest.h>

#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

namespace fs = std::filesystem;

TEST(Files, areNoneWhereALinkLeadsToItself) {
  const test::TemporaryFolder folder;
  fs::create_symlink("loop", folder / "loop");
  EXPECT_FALSE(pathExists(folder / "loop"));
  EXPECT_FALSE(isFolder(folder / "loop"));
  EXPECT_FALSE(isFile(folder / "loop"));
  EXPECT_FALSE(sizeOf(folder / "loop"));
  EXPECT_FALSE(isFile(folder / "loop" / "below"));
  EXPECT_FALSE(isSameFile(folder / "loop", folder / "loop/below"));
  EXPECT_FALSE(resolved(folder / "loop").empty());
}

TEST(Files, areWhatTheyAre) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a", "four");
  EXPECT_TRUE(pathExists(folder / "a"));
  EXPECT_TRUE(isFile(folder / "a"));
  EXPECT_TRUE(isFolder(folder.path()));
  EXPECT_EQ(sizeOf(folder / "a"), 4u);
  EXPECT_FALSE(sizeOf(folder.path()));
  EXPECT_FALSE(pathExists(folder / "a" / "below"));
}

TEST(Files, ofAFolderAreListedInOrder) {
  const test::TemporaryFolder folder;
  for (const char* name : {"c", ".a", "b"}) test::writeText(folder / name, "");
  fs::create_symlink("loop", folder / "loop");
  EXPECT_EQ(entriesOf(folder.path()).value(),
            (std::vector{folder / ".a", folder / "b", folder / "c", folder / "loop"}));
  EXPECT_EQ(entriesOf(folder.path(), 2)->size(), 2u);
  test::expectSentence(entriesOf(folder / "none").error(), folder / "none");
  test::expectSentence(entriesOf(folder / "b").error(), folder / "b");
}

TEST(Files, haveFoldersMadeForThem) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(makeFolders(folder / "a" / "b"));
  EXPECT_TRUE(makeFolders(folder / "a" / "b")) << "it may be there";
  EXPECT_TRUE(isFolder(folder / "a" / "b"));
  test::writeText(folder / "file", "");
  test::expectSentence(makeFolders(folder / "file").error(), folder / "file");
  test::expectSentence(makeFolders(folder / "file" / "a").error(), folder / "file" / "a");
}

TEST(Files, whatCannotBecomeAFolderIsKnownBefore) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "file", "");
  fs::create_symlink("none", folder / "link");
  for (const auto& bad : {folder / "file", folder / "file" / "a", folder / "link" / "a",
                          folder / std::string(256, 'n'), folder / "a" / std::string(256, 'n')})
    test::expectSentence(checkFolderCanBeMade(bad).error(), bad);
  for (const auto& good : {folder.path(), folder / "a", folder / "a" / "b" / "", fs::path("a")})
    EXPECT_TRUE(checkFolderCanBeMade(good)) << good;
  EXPECT_FALSE(isFolder(folder / "a"));
}

TEST(Files, areTheSameUnderEveryName) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  test::writeText(folder / "a", "");
  test::writeText(folder / "b", "");
  fs::create_symlink("a", folder / "link");
  fs::create_hard_link(folder / "a", folder / "hard");
  EXPECT_TRUE(isSameFile(folder / "a", folder / "a"));
  EXPECT_TRUE(isSameFile(folder / "a", folder / "link"));
  EXPECT_TRUE(isSameFile(folder / "a", folder / "hard"));
  EXPECT_TRUE(isSameFile(folder / "a", folder / "sub" / ".." / "a"));
  EXPECT_FALSE(isSameFile(folder / "a", folder / "b"));
  EXPECT_FALSE(isSameFile(folder / "a", folder / "none"));
  EXPECT_TRUE(isSameFile(folder / "none", folder / "sub/../none"));
  EXPECT_FALSE(isSameFile(folder / "none", folder / "nowhere"));
}

}  // namespace
}  // namespace timbre
