#include "readers/ArchiveWalk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "support/Packed.h"
#include "support/Sentences.h"

namespace timbre::readers {
namespace {

using test::TemporaryFolder;

std::map<std::string, std::string> contentsOf(const std::filesystem::path& file, Format format,
                                              std::uint64_t from = 0) {
  std::map<std::string, std::string> found;
  const auto stream = openPlain(file, from);
  walkArchive(file, format, *stream, from, [&](const Member& member) {
    std::string& content = found[member.name];
    std::string part(100, '\0');
    while (const std::size_t got = member.read(part)) content.append(part, 0, got);
    return true;
  });
  return found;
}

TEST(ArchiveWalk, PassesEveryFileUnderATidyName) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.tar", test::tarMember("./d//x.txt", "one") +
                                        test::tarMember("/d/../y.txt", std::string(2000, 'y')) +
                                        test::tarMember("../../z", "") + std::string(1024, '\0'));
  EXPECT_THAT(
      contentsOf(folder / "a.tar", Format::Tar),
      testing::ElementsAre(testing::Pair("d/x.txt", "one"),
                           testing::Pair("y.txt", std::string(2000, 'y')), testing::Pair("z", "")));
  test::writeText(folder / "a.zip", test::zipOf({{"d\\x.txt", "one"}, {"y.txt", "two"}}));
  EXPECT_THAT(contentsOf(folder / "a.zip", Format::Zip),
              testing::ElementsAre(testing::Pair("d/x.txt", "one"), testing::Pair("y.txt", "two")));
}

TEST(ArchiveWalk, CanBeginAtEveryMember) {
  const TemporaryFolder folder;
  for (const Format format : {Format::Tar, Format::Zip}) {
    const auto file = folder / "a";
    test::writeText(file, format == Format::Zip
                              ? test::zipOf({{"a", "1"}, {"b", "22"}, {"c", "333"}})
                              : test::tarMember("a", "1") + test::tarMember("b", "22") +
                                    test::tarMember("c", "333") + std::string(1024, '\0'));
    std::map<std::string, std::uint64_t> places;
    const auto stream = openPlain(file, 0);
    walkArchive(file, format, *stream, 0, [&](const Member& member) {
      places[member.name] = member.at;
      return true;
    });
    ASSERT_EQ(places.size(), 3u);
    EXPECT_EQ(contentsOf(file, format, places["b"]).size(), 2u);
    EXPECT_EQ(contentsOf(file, format, places["c"]).at("c"), "333");
  }
}

TEST(ArchiveWalk, AnEncryptedZipIsCalledSo) {
  const TemporaryFolder folder;
  std::string zip = test::zipOf({{"a", std::string(50, 'a')}, {"b", "bb"}});
  for (std::size_t at = zip.find("PK\x03\x04"); at != zip.npos; at = zip.find("PK\x03\x04", at + 1))
    zip[at + 6] |= 1;
  test::writeText(folder / "a.zip", zip);
  try {
    contentsOf(folder / "a.zip", Format::Zip);
    FAIL() << "nothing is said";
  } catch (const Unreadable& reason) {
    EXPECT_THAT(reason.error.message, testing::HasSubstr("is encrypted"));
  }
}

TEST(ArchiveWalk, WhatBreaksOffIsToldInASentence) {
  const TemporaryFolder folder;
  const auto file = folder / "a";
  const std::string tar = test::tarMember("a", std::string(5000, 'a'));
  const std::string zip = test::zipOf({{"a", std::string(5000, 'a')}});
  for (const auto& [format, bytes] :
       {std::pair{Format::Tar, tar.substr(0, 3000)}, std::pair{Format::Zip, zip.substr(0, 3000)}}) {
    test::writeText(file, bytes);
    try {
      contentsOf(file, format);
      ADD_FAILURE();
    } catch (const Unreadable& reason) {
      test::expectSentence(reason.error, file);
    }
  }
}

}  // namespace
}  // namespace timbre::readers
