#include "audio/Id3Tags.h"

#include <gtest/gtest.h>

#include "support/FileViews.h"

namespace timbre::audio {
namespace {

using namespace std::string_literals;
using test::TemporaryFolder;

std::int64_t behind(const TemporaryFolder& folder, const std::string& bytes) {
  auto view = test::viewOf(folder, bytes);
  return behindId3Tags(view);
}

TEST(Id3Tags, ArePassedOverOneAfterTheOther) {
  const TemporaryFolder folder;
  const std::string tag = "ID3\4\0\0\0\0\1\2"s + std::string(130, 'x');  // seven bits a byte
  EXPECT_EQ(behind(folder, "no tag at all"), 0);
  EXPECT_EQ(behind(folder, tag + "sound"), 140);
  EXPECT_EQ(behind(folder, tag + tag + "sound"), 280);
  const std::string footed = "ID3\4\0\x10\0\0\0\3"s + "abc3DI\4\0\x10\0\0\0\3"s;
  EXPECT_EQ(behind(folder, footed + "sound and more"), 23);
}

}  // namespace
}  // namespace timbre::audio
