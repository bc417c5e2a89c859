#include "base/ContentHash.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "support/TemporaryFolder.h"

namespace timbre {

TEST(ContentHash, isXxh3OfTheBytes) {
  // The reference values of the algorithm's own command, `xxhsum -H2`.
  EXPECT_EQ(contentHashOf(std::string_view()).hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(contentHashOf("a").hex(), "a96faf705af16834e6c632b61e964e1f");
}

TEST(ContentHash, comesBackFromItsDigits) {
  const ContentHash hash = contentHashOf("a note");
  EXPECT_EQ(ContentHash::fromHex(hash.hex()), hash);
  for (const char* wrong :
       {"", "12", "99aa06d3014798d86001c324468d497", "g9aa06d3014798d86001c324468d497f",
        "99aa06d3014798d86001c324468d497f0", "-9aa06d3014798d86001c324468d497f"})
    EXPECT_FALSE(ContentHash::fromHex(wrong)) << wrong;
}

TEST(ContentHash, aFileIsHashedInPiecesAsItsBytesAre) {
  const test::TemporaryFolder folder;
  for (const std::size_t size : {0u, 1u, 1u << 20, (1u << 20) + 7}) {
    std::string bytes(size, 'x');
    if (size > 1) bytes[size / 2] = 'y';
    std::ofstream(folder.path() / "file", std::ios::binary) << bytes;
    const auto hash = contentHashOfFile(folder.path() / "file");
    ASSERT_TRUE(hash);
    EXPECT_EQ(*hash, contentHashOf(bytes)) << size;
  }
}

TEST(ContentHash, saysThatAFileIsNotThere) {
  const auto hash = contentHashOfFile("/no/such/file");
  ASSERT_FALSE(hash);
  EXPECT_EQ(hash.error().code, ErrorCode::NotFound);
  EXPECT_FALSE(contentHashOfFile("/"));
}

}  // namespace timbre
