#include "base/Crc32c.h"

#include <gtest/gtest.h>

#include <string>

namespace timbre {
namespace {

// RFC 3720, appendix B.4, prints these.
TEST(Crc32c, IsThatOfTheStandard) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(crc32c(""), 0u);
}

TEST(Crc32c, ChainsOverPieces) {
  const std::string text = "See, hear and bend musical notes";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_EQ(
        crc32c(std::string_view(text).substr(cut), crc32c(std::string_view(text).substr(0, cut))),
        crc32c(text));
}

TEST(Crc32c, IsMaskedAsTensorFlowDoes) {
  EXPECT_EQ(maskedCrc(0), 0xa282ead8u);
  EXPECT_EQ(maskedCrc(0xe3069283u), 0xc78ab0e5u);
}

}  // namespace
}  // namespace timbre
