#include "checkpoint/ArchiveWalk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Archives.h"
#include "support/Impatient.h"
#include "support/Packed.h"
#include "support/Sentences.h"

namespace timbre::checkpoint {
namespace {

using test::tarMember;
using test::TemporaryFolder;
using Parts = std::vector<std::pair<std::string, std::string>>;

const std::string kEnd(1024, '\0');
const Parts kParts{{"c/model.ckpt-7.index", "an index"},
                   {"c/model.ckpt-7.data-00000-of-00001", std::string(3000, 'w')}};

std::string tarOfParts() {
  std::string tar = tarMember("c/readme", "words");
  for (const auto& [name, content] : kParts) tar += tarMember(name, content);
  return tar + kEnd;
}

Parts partsOf(const std::filesystem::path& file, Progress& progress) {
  Parts found;
  walkArchive(
      file,
      [&](const std::string& name, ArchivedFile& content) {
        std::string all, part(1000, '\0');
        while (const std::size_t got = content.read(part)) all.append(part, 0, got);
        found.emplace_back(name, all);
        return true;
      },
      progress);
  return found;
}

Parts partsOf(const std::filesystem::path& file) {
  Unwatched quiet;
  return partsOf(file, quiet);
}

Error failureOf(const std::filesystem::path& file) {
  try {
    partsOf(file);
  } catch (const readers::Unreadable& reason) {
    return reason.error;
  }
  ADD_FAILURE() << "nothing is said";
  return {};
}

TEST(CheckpointArchive, IsReadHoweverItIsPacked) {
  const TemporaryFolder folder;
  const std::string tar = tarOfParts();
  const std::string gzipped = test::compressed(tar, &archive_write_add_filter_gzip);
  const std::map<std::string, std::string> packings{
      {"a.tar", tar},
      {"named-anyhow", tar},
      {"a.tar.gz", gzipped},
      {"gzipped-anyhow", gzipped},
      {"a.tar.xz", test::compressed(tar, &archive_write_add_filter_xz)},
      {"a.tar.bz2", test::compressed(tar, &archive_write_add_filter_bzip2)},
      {"a.tar.zst", test::compressed(tar, &archive_write_add_filter_zstd)},
      {"a.tar.lz4", test::compressed(tar, &archive_write_add_filter_lz4)},
      {"a.zip", test::zipOf(kParts)},
      {"tar-in-tar", tarMember("inner", tar) + kEnd},
      {"tgz-in-tar", tarMember("x/inner.TGZ", gzipped) + kEnd},
      {"zip-in-zip", test::zipOf({{"inner.zip", test::zipOf(kParts)}})}};
  for (const auto& [name, bytes] : packings) {
    test::writeText(folder / name, bytes);
    EXPECT_EQ(partsOf(folder / name), kParts) << name;
  }
}

TEST(CheckpointArchive, AZipThatDoesNotSayASizeIsReadToTheEndOfEachFile) {
  const TemporaryFolder folder;
  const auto& [name, content] = kParts.back();
  test::writeText(folder / "a.zip", test::archived(content, &archive_write_set_format_zip,
                                                   &archive_write_add_filter_none, name.c_str()));
  EXPECT_EQ(partsOf(folder / "a.zip"), (Parts{kParts.back()}));
}

TEST(CheckpointArchive, CutShortAnywhereItIsToldInASentence) {
  const TemporaryFolder folder;
  const std::string tar = tarOfParts();
  for (const std::string& whole :
       {tar, test::compressed(tar, &archive_write_add_filter_gzip),
        test::compressed(tar, &archive_write_add_filter_xz), test::zipOf(kParts)}) {
    const std::string half = whole.substr(0, whole.size() / 2);
    test::writeText(folder / "a", half);
    test::expectSentence(failureOf(folder / "a"), folder / "a");
    test::writeText(folder / "a", tarMember("b.tar", half) + kEnd);
    test::expectSentence(failureOf(folder / "a"), folder / "a");
  }
}

TEST(CheckpointArchive, ABombIsRefusedBeforeItIsUnpacked) {
  const TemporaryFolder folder;
  const std::string zeros(std::size_t{32} << 20, '\0');
  test::writeText(folder / "a.tar.zst",
                  test::compressed(tarMember(kParts.back().first, zeros) + kEnd,
                                   &archive_write_add_filter_zstd));
  EXPECT_THAT(failureOf(folder / "a.tar.zst").message, testing::HasSubstr("far more"));
}

TEST(CheckpointArchive, WhatIsNoneIsNamedWhereItIsKnown) {
  const TemporaryFolder folder;
  test::writeText(folder / "words", "These are words");
  EXPECT_THAT(failureOf(folder / "words").message,
              testing::HasSubstr("is not a TensorFlow checkpoint"));
  test::writeText(folder / "a.rar", "Rar!\x1a\x07 and more");
  EXPECT_THAT(failureOf(folder / "a.rar").message, testing::HasSubstr("is a RAR archive, not"));
  EXPECT_EQ(failureOf(folder / "absent.tar").code, ErrorCode::NotFound);
}

TEST(CheckpointArchive, CanBeCancelled) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.tar", tarOfParts());
  test::Impatient impatient(1);
  try {
    partsOf(folder / "a.tar", impatient);
    ADD_FAILURE() << "it went on";
  } catch (const readers::Unreadable& reason) {
    EXPECT_EQ(reason.error.code, ErrorCode::Cancelled);
  }
}

TEST(CheckpointArchive, IsToldFromADatasetByItsFirstNames) {
  const TemporaryFolder folder;
  const auto holds = [&](const std::string& bytes) {
    test::writeText(folder / "a", bytes);
    return holdsCheckpoint(folder / "a");
  };
  EXPECT_TRUE(holds(tarOfParts()));
  EXPECT_TRUE(holds(test::zipOf(kParts)));
  EXPECT_TRUE(holds(test::compressed(tarOfParts(), &archive_write_add_filter_xz)));
  EXPECT_TRUE(holds(tarMember("inner.tar", tarOfParts()) + kEnd));
  EXPECT_FALSE(holds("no archive"));
  EXPECT_FALSE(holds(tarOfParts().substr(0, 100)));
  EXPECT_FALSE(holds(test::zipOf({{"examples.json", "{}"}, {"audio/a.wav", "RIFF"}})));
  EXPECT_FALSE(holds(test::zipOf({{"one.mp3", "ID3"}, {"two.mp3", "ID3"}})));
}

TEST(CheckpointArchive, IsNamedByItsEnding) {
  EXPECT_EQ(archiveEnding("wavenet-ckpt.tar"), ".tar");
  EXPECT_EQ(archiveEnding("a.TAR.GZ"), ".TAR.GZ");
  EXPECT_EQ(archiveEnding("a.Zip"), ".Zip");
  EXPECT_EQ(archiveEnding("a.gz"), "");
  EXPECT_EQ(archiveEnding(".tar"), "") << "a hidden file of that name";
  EXPECT_EQ(archiveEnding("guitar"), "");
}

}  // namespace
}  // namespace timbre::checkpoint
