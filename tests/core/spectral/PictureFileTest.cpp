#include "spectral/PictureFile.h"

#include <gtest/gtest.h>

#include "spectral/PngFile.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::spectral {
namespace {

Rainbowgram octaves() {
  Rainbowgram picture;
  picture.bins = 36;
  picture.frames = 100;
  picture.hop = 160;          // 1 s in all
  picture.lowest = 130.8128;  // C3
  picture.binsPerOctave = 12;
  picture.levelDb.assign(36 * 100, -10);
  picture.phaseAdvance.assign(36 * 100, 0);
  return picture;
}

}  // namespace

TEST(PictureFile, TheEndingDecidesInAnyCase) {
  const test::TemporaryFolder folder;
  for (const auto& [name, magic] : {std::pair{"a.png", "\x89PNG"}, std::pair{"b.PNG", "\x89PNG"},
                                    std::pair{"c.Svg", "<?xml"}, std::pair{"d.PDF", "%PDF-"}}) {
    ASSERT_TRUE(writePicture(folder / name, octaves(), {})) << name;
    EXPECT_TRUE(test::textOf(folder / name).starts_with(magic)) << name;
  }
}

TEST(PictureFile, OtherEndingsAreRefused) {
  const test::TemporaryFolder folder;
  for (const char* name : {"a.jpg", "a.webp", "a", "a.wav"}) {
    const auto written = writePicture(folder / name, octaves(), {});
    ASSERT_FALSE(written) << name;
    EXPECT_EQ(written.error().code, ErrorCode::Unsupported);
    test::expectSentence(written.error(), folder / name);
    EXPECT_FALSE(checkPicturePath(folder / name));
  }
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
}

TEST(PictureFile, APngHasAPixelPerCellTimesTheZoom) {
  const test::TemporaryFolder folder;
  PictureFileOptions options;
  options.zoom = 3;
  options.title = "A title";
  ASSERT_TRUE(writePicture(folder / "a.png", octaves(), options));
  const auto png = readPng(folder / "a.png");
  ASSERT_TRUE(png);
  EXPECT_EQ(png->image.width, 300);
  EXPECT_EQ(png->image.height, 108);
  EXPECT_EQ(png->texts, (std::vector<PngText>{{"Title", "A title"}}));
}

TEST(PictureFile, SvgMetadataIsEscaped) {
  EXPECT_EQ(withSvgMetadata("<?xml?>\n<svg width=\"1\">\n</svg>", "a < b & \"c\""),
            "<?xml?>\n<svg width=\"1\">\n<metadata>a &lt; b &amp; \"c\"</metadata>\n</svg>");
}

TEST(PictureFile, AFolderThatCannotBeWrittenIsNamed) {
  const test::TemporaryFolder folder;
  for (const char* name : {"a.png", "a.svg", "a.pdf"}) {
    const auto written = writePicture(test::belowAFile(folder) / name, octaves(), {});
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find(name), std::string::npos);
  }
}

}  // namespace timbre::spectral
