#include "base/FileHandle.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

using Mode = FileHandle::Mode;

std::string readAll(const FileHandle& file, std::uint64_t from, std::size_t count) {
  std::string text(count, '\0');
  EXPECT_TRUE(file.readAll(from, std::as_writable_bytes(std::span(text))));
  return text;
}

TEST(FileHandle, readsAtAnyPlace) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a", "0123456789");
  const auto file = FileHandle::open(folder / "a", Mode::Read);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->status()->size, 10u);
  EXPECT_TRUE(file->status()->regular);
  EXPECT_EQ(readAll(*file, 7, 3), "789");
  std::array<std::byte, 8> some;
  EXPECT_EQ(file->readSome(6, some).value(), 4u);
  EXPECT_EQ(file->readSome(10, some).value(), 0u);
  EXPECT_EQ(file->readSome(~std::uint64_t{0}, some).value(), 0u);
  EXPECT_FALSE(file->readAll(6, some)) << "the file ends before";
}

TEST(FileHandle, saysWhyItCannotOpen) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(FileHandle::open(folder / "none", Mode::Read).error(),
            std::errc::no_such_file_or_directory);
  EXPECT_EQ(FileHandle::open(folder / "none", Mode::Write).error(),
            std::errc::no_such_file_or_directory);
  EXPECT_EQ(FileHandle::open(test::belowAFile(folder), Mode::ReadWrite).error(),
            std::errc::not_a_directory);
}

TEST(FileHandle, writesAndKeepsWhatItWrote) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a", "something longer");
  auto file = FileHandle::open(folder / "a", Mode::Write);
  ASSERT_TRUE(file);
  const std::string text = "short";
  ASSERT_TRUE(file->write(std::as_bytes(std::span(text))));
  EXPECT_TRUE(file->sync());
  EXPECT_TRUE(file->close());
  EXPECT_EQ(test::textOf(folder / "a"), "short");
}

TEST(FileHandle, saysThatADiskIsFull) {
  auto file = FileHandle::open("/dev/full", Mode::Write);
  ASSERT_TRUE(file);
  const std::string text = "short";
  EXPECT_EQ(file->write(std::as_bytes(std::span(text))).error(), std::errc::no_space_on_device);
}

TEST(FileHandle, seesThatAFileHasChanged) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a", "before");
  const auto file = FileHandle::open(folder / "a", Mode::Read);
  const auto before = file->status();
  EXPECT_EQ(*before, *file->status());
  test::writeText(folder / "a", "afterwards");
  EXPECT_FALSE(*before == *file->status());
}

TEST(FileHandle, inMemoryHasAPathWhileItIsOpen) {
  auto file = FileHandle::inMemory();
  ASSERT_TRUE(file);
  const std::string text = "content";
  ASSERT_TRUE(file->write(std::as_bytes(std::span(text))));
  EXPECT_EQ(test::textOf(file->path()), "content");
  const FileHandle moved = std::move(*file);
  EXPECT_EQ(test::textOf(moved.path()), "content");
}

}  // namespace
}  // namespace timbre
