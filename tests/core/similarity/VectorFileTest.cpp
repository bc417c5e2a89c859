#include "similarity/VectorFile.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>

#include "support/FullDisk.h"
#include "support/TemporaryFolder.h"

namespace timbre::similarity {
namespace {

using Three = std::array<float, 3>;

TEST(VectorFile, WhatWasAddedIsThereAtTheNextStart) {
  const test::TemporaryFolder folder;
  const auto path = folder / "below" / "notes.vectors";
  VectorFile file(path, "model a", 3);
  Three found{};
  EXPECT_FALSE(file.find(7, found));
  file.add(7, Three{1, 2, 3});
  file.add(8, Three{4, 5, 6});
  EXPECT_TRUE(file.find(7, found));
  ASSERT_TRUE(file.flush());
  file.add(8, Three{7, 8, 9});  // the later one wins
  ASSERT_TRUE(file.flush());
  const VectorFile again(path, "model a", 3);
  EXPECT_EQ(again.size(), 2u);
  ASSERT_TRUE(again.find(8, found));
  EXPECT_EQ(found, (Three{7, 8, 9}));
}

TEST(VectorFile, VectorsOfAnotherModelAreNotTaken) {
  const test::TemporaryFolder folder;
  VectorFile file(folder / "v", "model a", 3);
  file.add(7, Three{1, 2, 3});
  ASSERT_TRUE(file.flush());
  EXPECT_EQ(VectorFile(folder / "v", "model b", 3).size(), 0u);
  EXPECT_EQ(VectorFile(folder / "v", "model a", 2).size(), 0u);
  VectorFile other(folder / "v", "model b", 3);
  other.add(9, Three{1, 1, 1});
  ASSERT_TRUE(other.flush());
  EXPECT_EQ(VectorFile(folder / "v", "model b", 3).size(), 1u);
}

TEST(VectorFile, DamagedAndCutRecordsAreLeftOut) {
  const test::TemporaryFolder folder;
  const auto path = folder / "v";
  VectorFile file(path, "a", 3);
  for (std::uint64_t key = 1; key <= 3; ++key) file.add(key, Three{1, 2, 3});
  ASSERT_TRUE(file.flush());
  std::string bytes = test::textOf(path);
  constexpr std::size_t kRecord = 24, kHeader = 48;
  bytes[kHeader + kRecord + 14] ^= 1;  // in the second record
  bytes.resize(bytes.size() - 5);      // the third one is cut
  test::writeText(path, bytes);
  VectorFile damaged(path, "a", 3);
  Three found{};
  EXPECT_TRUE(damaged.find(1, found));
  EXPECT_FALSE(damaged.find(2, found));
  EXPECT_FALSE(damaged.find(3, found));
  damaged.add(3, Three{3, 3, 3});
  ASSERT_TRUE(damaged.flush());
  EXPECT_EQ(VectorFile(path, "a", 3).size(), 2u);
}

TEST(VectorFile, AFullDiskIsSaidAndWhatWasAddedStaysInMemory) {
  const test::TemporaryFolder folder;
  VectorFile file(test::belowAFile(folder), "a", 3);
  file.add(1, Three{1, 2, 3});
  EXPECT_FALSE(file.flush());
  Three found{};
  EXPECT_TRUE(file.find(1, found));
  VectorFile nowhere({}, "a", 3);
  nowhere.add(1, Three{1, 2, 3});
  EXPECT_TRUE(nowhere.flush());
}

TEST(VectorFile, OnADiskThatFillsWhatWasThereStaysAndTheRestFollowsLater) {
  const test::TemporaryFolder folder;
  const auto path = folder / "vectors";
  VectorFile file(path, "a", 3);
  file.add(1, Three{1, 2, 3});
  ASSERT_TRUE(file.flush());
  const auto whole = std::filesystem::file_size(path);
  for (std::uint64_t key = 2; key < 100; ++key) file.add(key, Three{4, 5, 6});
  {
    const test::FullDisk full(whole + 100);
    EXPECT_FALSE(file.flush());
  }
  EXPECT_EQ(std::filesystem::file_size(path), whole) << "half of it was taken away again";
  EXPECT_EQ(VectorFile(path, "a", 3).size(), 1u);
  EXPECT_TRUE(file.flush());
  EXPECT_EQ(VectorFile(path, "a", 3).size(), 99u);
}

}  // namespace
}  // namespace timbre::similarity
