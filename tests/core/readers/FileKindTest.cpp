#include "readers/FileKind.h"

#include <gtest/gtest.h>

#include "support/Packed.h"

namespace timbre::readers {
namespace {

TEST(FileKind, IsToldByTheFirstBytes) {
  EXPECT_EQ(fileTypeOf("PK\x03\x04 and more").kind, FileKind::Zip);
  EXPECT_EQ(fileTypeOf("\x1f\x8b\x08").kind, FileKind::Gzip);
  EXPECT_EQ(fileTypeOf(std::string("\xfd"
                                   "7zXZ\0",
                                   6))
                .kind,
            FileKind::Compressed);
  EXPECT_EQ(fileTypeOf("7z\xbc\xaf\x27\x1c").name, "a 7z archive");
  EXPECT_EQ(fileTypeOf("Rar!\x1a\x07\x01").kind, FileKind::Other);
  EXPECT_EQ(fileTypeOf("hello").name, "");
  EXPECT_EQ(fileTypeOf("").kind, FileKind::Other);
  EXPECT_EQ(fileTypeOf(std::string(512, '\0')).kind, FileKind::Other);
}

TEST(FileKind, TheOldestTarsAreKnownByTheirChecksum) {
  std::string header = test::tarMember("a.txt", "");
  EXPECT_EQ(fileTypeOf(header).kind, FileKind::Tar);
  for (std::size_t i = 257; i < 265; ++i) {  // v7 has no "ustar"; its sum is that much smaller
    unsigned sum = static_cast<unsigned>(std::stoul(header.substr(148, 6), nullptr, 8));
    sum -= static_cast<unsigned char>(header[i]);
    header[i] = '\0';
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    header.replace(148, 6, digits, 6);
  }
  EXPECT_EQ(fileTypeOf(header).kind, FileKind::Tar);
  header[0] = 'b';
  EXPECT_EQ(fileTypeOf(header).kind, FileKind::Other);
}

}  // namespace
}  // namespace timbre::readers
