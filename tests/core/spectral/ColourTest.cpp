#include "spectral/Colour.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace timbre::spectral {
namespace {

// As near as eight bits can be to a value given to five digits.
void expectColour(const Rgb& colour, double r, double g, double b) {
  EXPECT_NEAR(colour[0] / 255.0, r, 0.5 / 255 + 1e-5);
  EXPECT_NEAR(colour[1] / 255.0, g, 0.5 / 255 + 1e-5);
  EXPECT_NEAR(colour[2] / 255.0, b, 0.5 / 255 + 1e-5);
}

// Two bins, three frames; bin 0 is the lower.
Rainbowgram small() {
  Rainbowgram picture;
  picture.bins = 2;
  picture.frames = 3;
  picture.levelDb = {-70, -35, 0, -70, -70, -70};
  picture.phaseAdvance = {-1, 0, 1, 0.5f, 0.5f, 0.5f};
  return picture;
}

// The advance at the middle of step `entry` of 256.
float advanceOf(int entry) {
  return static_cast<float>((entry + 0.5) / 128 - 1);
}

// Entries 0, 64, 128, 192 and 255 of matplotlib's table.
TEST(Colour, HasMatplotlibsRainbow) {
  const auto full = [](int entry) { return colourOf(ColourMap::Rainbow, advanceOf(entry), 1); };
  expectColour(full(0), 0.5, 0, 1);
  expectColour(full(64), 0.00196, 0.70928, 0.92329);
  expectColour(full(128), 0.50392, 0.99998, 0.70493);
  expectColour(full(192), 1, 0.70054, 0.37841);
  expectColour(full(255), 1, 0, 0);
}

TEST(Colour, TimesTheLevel) {
  EXPECT_EQ(colourOf(ColourMap::Rainbow, 0.3f, 0), (Rgb{0, 0, 0}));
  const Rgb full = colourOf(ColourMap::Rainbow, 0.3f, 1);
  const Rgb half = colourOf(ColourMap::Rainbow, 0.3f, 0.5f);
  // A step of the level and the rounding of both.
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(half[i], full[i] * 0.5, 1.5);
}

TEST(Colour, PutsTheLowestBinAtTheBottom) {
  const auto image = coloured(small(), {ColourMap::Grey, false});
  ASSERT_EQ(image.width, 3);
  ASSERT_EQ(image.height, 2);
  EXPECT_EQ(image.pixel(2, 1)[0], 255);
  EXPECT_EQ(image.pixel(2, 0)[0], 0);
  EXPECT_EQ(image.pixel(0, 1)[3], 255);
}

TEST(Colour, StretchesToTheEndsOnlyWhenAsked) {
  auto picture = small();
  picture.levelDb[2] = -35;  // nothing reaches 0 dB
  EXPECT_EQ(coloured(picture, {ColourMap::Grey, true}).pixel(2, 1)[0], 255);
  EXPECT_EQ(coloured(picture, {ColourMap::Grey, false}).pixel(2, 1)[0], 128);
}

TEST(Colour, KeepsASilentPictureBlackAndPrintedWhite) {
  auto picture = small();
  picture.levelDb.assign(6, -70.0f);
  for (const bool stretch : {true, false}) {
    const auto black = coloured(picture, {ColourMap::Rainbow, stretch});
    const auto white = coloured(picture, {ColourMap::Print, stretch});
    for (int x = 0; x < 3; ++x) {
      EXPECT_EQ(black.pixel(x, 1)[1], 0);
      EXPECT_EQ(white.pixel(x, 1)[1], 255);
    }
  }
}

TEST(Colour, JoinsTheEndsOfTheCyclicMap) {
  const Rgb low = colourOf(ColourMap::Cyclic, -1, 1), high = colourOf(ColourMap::Cyclic, 1, 1);
  EXPECT_EQ(low, high);
  EXPECT_NE(low, colourOf(ColourMap::Cyclic, 0, 1));
}

// OKLab's lightness of an sRGB colour.
double lightnessOf(const Rgb& colour) {
  const auto linear = [](std::uint8_t byte) {
    const double x = byte / 255.0;
    return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
  };
  const double r = linear(colour[0]), g = linear(colour[1]), b = linear(colour[2]);
  return 0.2104542553 * std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
         0.7936177850 * std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
         0.0040720468 * std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
}

TEST(Colour, KeepsTheCyclicMapEquallyLight) {
  for (int entry = 0; entry < 256; ++entry) {
    // Eight bits a channel move the lightness by at most 0.003.
    EXPECT_NEAR(lightnessOf(colourOf(ColourMap::Cyclic, advanceOf(entry), 1)), 0.75, 0.003);
  }
}

TEST(Colour, LetsInkGrowDarkerWithTheLevel) {
  for (const float advance : {-1.0f, -0.3f, 0.2f, 0.8f}) {
    for (float level = 0.1f; level < 1.05f; level += 0.1f) {
      EXPECT_LT(lightnessOf(colourOf(ColourMap::Print, advance, level)),
                lightnessOf(colourOf(ColourMap::Print, advance, level - 0.1f)));
    }
  }
}

TEST(Colour, ClampsWhatLiesOutside) {
  EXPECT_EQ(colourOf(ColourMap::Rainbow, 5, 5), colourOf(ColourMap::Rainbow, 1, 1));
  const float none = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(colourOf(ColourMap::Rainbow, none, none), (Rgb{0, 0, 0}));
}

TEST(Colour, ExplainsItselfInALegend) {
  const auto image = legend(ColourMap::Rainbow, 64, 16);
  ASSERT_EQ(image.pixels.size(), 64u * 16u * 4u);
  EXPECT_EQ(image.pixel(63, 0)[0], 255);  // red on the right, full level on top
  EXPECT_EQ(image.pixel(63, 15)[0], 0);
  EXPECT_EQ(legend(ColourMap::Grey, 0, 0).pixels.size(), 4u);
}

}  // namespace
}  // namespace timbre::spectral
