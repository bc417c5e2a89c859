#include "readers/TfRecordFile.h"

#include <gtest/gtest.h>

#include "support/Packed.h"
#include "support/Sentences.h"

namespace timbre::readers {
namespace {

using test::TemporaryFolder;

TEST(TfRecordFile, ReadsRecordsFromAnyOfThemOn) {
  const TemporaryFolder folder;
  const std::string first = test::framed("one"), second = test::framed(std::string(3'000'000, 'x'));
  test::writeText(folder / "a", first + second + test::framed(""));
  EXPECT_TRUE(looksLikeTfRecord(first));
  const auto stream = openPlain(folder / "a", first.size());
  TfRecordFile records(folder / "a", *stream, first.size());
  std::string content;
  ASSERT_TRUE(records.next(content));
  EXPECT_EQ(content, std::string(3'000'000, 'x'));
  EXPECT_EQ(records.at(), first.size() + second.size());
  ASSERT_TRUE(records.next(content));
  EXPECT_TRUE(content.empty());
  EXPECT_FALSE(records.next(content));
}

TEST(TfRecordFile, DamageIsToldWithItsPlace) {
  const TemporaryFolder folder;
  const std::string whole = test::framed("some content");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    for (const std::string& bad : {bytes, whole.substr(0, std::max<std::size_t>(at, 1))}) {
      test::writeText(folder / "a", bad);
      const auto stream = openPlain(folder / "a", 0);
      TfRecordFile records(folder / "a", *stream, 0);
      std::string content;
      try {
        records.next(content);
        ADD_FAILURE() << at;
      } catch (const Unreadable& reason) {
        test::expectSentence(reason.error, folder / "a");
      }
    }
  }
}

}  // namespace
}  // namespace timbre::readers
