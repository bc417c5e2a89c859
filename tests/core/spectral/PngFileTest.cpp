#include "spectral/PngFile.h"

#include <gtest/gtest.h>

#include <string>

#include "support/TemporaryFolder.h"

namespace timbre::spectral {
namespace {

using namespace timbre::test;

RgbaImage picture() {
  RgbaImage image{5, 3, {}};
  for (int i = 0; i < 5 * 3 * 4; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 4));
  return image;
}

TEST(PngFile, ComesBackWithItsTexts) {
  const TemporaryFolder folder;
  const std::vector<PngText> texts{{"Title", "Rainbowgram"}, {"Note", "C♯3, Flügelhorn"}};
  const auto path = folder / "a.png";
  ASSERT_TRUE(writePng(path, picture(), texts));
  const auto back = readPng(path);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->image, picture());
  EXPECT_EQ(back->texts, texts);
}

TEST(PngFile, RefusesPicturesAndTextsThatDoNotFit) {
  const TemporaryFolder folder;
  const auto path = folder / "b.png";
  EXPECT_EQ(writePng(path, RgbaImage{}).error().code, ErrorCode::BadFormat);
  auto image = picture();
  image.pixels.pop_back();
  EXPECT_EQ(writePng(path, image).error().code, ErrorCode::BadFormat);
  const std::vector<PngText> nameless{{"", "x"}};
  EXPECT_EQ(writePng(path, picture(), nameless).error().code, ErrorCode::BadFormat);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(PngFile, CannotBeWrittenIntoAFolderThatIsNotThere) {
  const TemporaryFolder folder;
  const auto result = writePng(belowAFile(folder) / "c.png", picture());
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("c.png"), std::string::npos);
}

TEST(PngFile, IsNotReadWhenItIsNone) {
  const TemporaryFolder folder;
  EXPECT_EQ(readPng(folder / "absent.png").error().code, ErrorCode::NotFound);
  for (const std::string content : {"", "This is a text", "\x89PNG\r\n\x1a\n"}) {
    writeText(folder / "d.png", content);
    EXPECT_EQ(readPng(folder / "d.png").error().code, ErrorCode::BadFormat);
  }
}

TEST(PngFile, IsNotReadWhenItIsCutOffAnywhere) {
  const TemporaryFolder folder;
  const auto whole = folder / "e.png", part = folder / "f.png";
  ASSERT_TRUE(writePng(whole, picture()));
  const std::string bytes = textOf(whole);
  // The last 12 bytes are the end mark, which libpng does without a complaint once the pixels are
  // whole.
  for (std::size_t length = 0; length + 12 < bytes.size(); ++length) {
    writeText(part, bytes.substr(0, length));
    EXPECT_FALSE(readPng(part)) << length;
  }
}

// 16384 x 16384 pixels claimed by a file of less than a hundred bytes.
TEST(PngFile, DoesNotBelieveASizeItsBytesCannotHold) {
  const TemporaryFolder folder;
  const auto path = folder / "g.png";
  using namespace std::string_literals;
  writeText(path,
            "\x89PNG\r\n\x1a\n"
            "\0\0\0\rIHDR\0\0\x40\0\0\0\x40\0\x08\x06\0\0\0\xa9\xc8\x10\x84"
            "\0\0\0\x08IDAT\x78\x9c"s);
  const auto result = readPng(path);
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("more pixels"), std::string::npos);
}

}  // namespace
}  // namespace timbre::spectral
