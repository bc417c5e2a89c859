#include "readers/ByteStream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::readers {
namespace {

using test::TemporaryFolder;

TEST(ByteStream, AFileIsReadFromAnyPlaceOn) {
  const TemporaryFolder folder;
  test::writeText(folder / "a", "0123456789");
  const auto stream = openPlain(folder / "a", 2);
  std::string part(3, '\0');
  EXPECT_EQ(readFully(*stream, part), 3u);
  EXPECT_EQ(part, "234");
  passOver(*stream, 3);
  EXPECT_EQ(readFully(*stream, part), 2u);
  EXPECT_EQ(part.substr(0, 2), "89");
  EXPECT_EQ(readFully(*stream, part), 0u);
}

TEST(ByteStream, WhatIsSkippedBeyondTheEndIsCutShort) {
  const TemporaryFolder folder;
  test::writeText(folder / "a", "0123456789");
  const auto stream = openPlain(folder / "a", 0);
  std::string part(3, '\0');
  passOver(*stream, 10);
  EXPECT_EQ(readFully(*stream, part), 0u) << "just the end";
  passOver(*stream, 1);
  try {
    readFully(*stream, part);
    ADD_FAILURE();
  } catch (const Unreadable& reason) {
    test::expectSentence(reason.error, folder / "a");
  }
}

TEST(ByteStream, WhatWasPeekedAtIsReadAllTheSame) {
  const TemporaryFolder folder;
  test::writeText(folder / "a", "0123456789");
  PeekedStream stream(openPlain(folder / "a", 0), 4);
  EXPECT_EQ(stream.head(), "0123");
  std::string part(3, '\0');
  EXPECT_EQ(readFully(stream, part), 3u);
  EXPECT_EQ(part, "012");
  EXPECT_EQ(readFully(stream, part), 3u);
  EXPECT_EQ(part, "345") << "across the end of the head";
  PeekedStream skipped(openPlain(folder / "a", 0), 4);
  EXPECT_TRUE(skipped.skip(2));
  EXPECT_TRUE(skipped.skip(5)) << "more than is left of the head";
  EXPECT_EQ(readFully(skipped, part), 3u);
  EXPECT_EQ(part, "789");
  PeekedStream shorter(openPlain(folder / "a", 8), 4);
  EXPECT_EQ(shorter.head(), "89");
}

TEST(ByteStream, AMissingFileAndAMissingPermissionAreToldApart) {
  const TemporaryFolder folder;
  try {
    openPlain(folder / "none", 0);
    ADD_FAILURE();
  } catch (const Unreadable& reason) {
    EXPECT_EQ(reason.error.code, ErrorCode::NotFound);
    test::expectSentence(reason.error, folder / "none");
  }
  EXPECT_THAT(cannotOpen("/x", EACCES).message, testing::HasSubstr("permission"));
  test::expectSentence(cannotOpen("/x", EACCES), "/x");
}

}  // namespace
}  // namespace timbre::readers
