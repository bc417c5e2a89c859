#include "spectral/Colour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

Triple product(const Matrix& m, const Triple& v) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) result[i] += m[i][j] * v[j];
  return result;
}

Triple linearOf(const Rgb& colour) {
  Triple light{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double x = colour[i] / 255.0;
    light[i] = x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
  }
  return light;
}

Triple oklabOf(const Triple& linear) {
  Triple cones = product({{{0.4122214708, 0.5363325363, 0.0514459929},
                           {0.2119034982, 0.6806995451, 0.1073969566},
                           {0.0883024619, 0.2817188376, 0.6299787005}}},
                         linear);
  for (double& cone : cones) cone = std::cbrt(cone);
  return product({{{0.2104542553, 0.7936177850, -0.0040720468},
                   {1.9779984951, -2.4285922050, 0.4505937099},
                   {0.0259040371, 0.7827717662, -0.8086757660}}},
                 cones);
}

double lightnessOf(const Rgb& colour) {
  return oklabOf(linearOf(colour))[0];
}

// Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
constexpr Matrix kProtanopia{{{0.152286, 1.052583, -0.204868},
                              {0.114503, 0.786281, 0.099216},
                              {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeuteranopia{{{0.367322, 0.860646, -0.227968},
                                {0.280085, 0.672501, 0.047413},
                                {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritanopia{{{1.255528, -0.076749, -0.178779},
                              {-0.078411, 0.930809, 0.147602},
                              {0.004733, 0.691367, 0.303900}}};

// The least distance in OKLab of two colours this many of 256 steps apart, as that eye sees them.
double leastApart(ColourMap map, const Matrix& eye, int steps) {
  const auto seen = [&](int entry) {
    Triple light = product(eye, linearOf(colourOf(map, advanceOf(entry % 256), 1)));
    for (double& part : light) part = std::clamp(part, 0.0, 1.0);
    return oklabOf(light);
  };
  double least = 1;
  for (int entry = 0; entry < 256; ++entry) {
    const Triple one = seen(entry), other = seen(entry + steps);
    least = std::min(least, std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]));
  }
  return least;
}

// 0.02 is about what the eye can just tell apart.
TEST(Colour, TellsHalfATurnApartToEyesWithoutOneKindOfCone) {
  for (const Matrix& eye : {kProtanopia, kDeuteranopia, kTritanopia}) {
    EXPECT_GT(leastApart(ColourMap::ColourBlind, eye, 128), 0.14);
    EXPECT_GT(leastApart(ColourMap::ColourBlind, eye, 64), 0.09);
  }
  EXPECT_LT(leastApart(ColourMap::Cyclic, kDeuteranopia, 128), 0.02);  // so the measure can fail
}

TEST(Colour, JoinsTheEndsOfTheColourBlindMap) {
  EXPECT_EQ(colourOf(ColourMap::ColourBlind, -1, 1), colourOf(ColourMap::ColourBlind, 1, 1));
  EXPECT_EQ(colourOf(ColourMap::ColourBlind, 0.4f, 0), (Rgb{0, 0, 0}));
}

TEST(Colour, FindsEveryMapByItsName) {
  for (const ColourMap map : kColourMaps) EXPECT_EQ(colourMapNamed(nameOf(map)), map);
  EXPECT_EQ(colourMapNamed("sepia"), std::nullopt);
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

TEST(Colour, TurnsTheAdvanceRoundADisc) {
  const int size = 101;
  const auto disc = legendDisc(ColourMap::Rainbow, size);
  const auto at = [&](int x, int y) {
    const auto pixel = disc.pixel(x, y);
    return Rgb{pixel[0], pixel[1], pixel[2]};
  };
  EXPECT_EQ(disc.pixel(0, 0)[3], 0);  // outside
  EXPECT_EQ(disc.pixel(50, 1)[3], 255);
  EXPECT_EQ(at(50, 50), (Rgb{0, 0, 0}));  // silence in the middle
  // A pixel inside the rim the level is 0.99.
  EXPECT_EQ(at(50, 0), colourOf(ColourMap::Rainbow, 0, 50 / 50.5f));
  EXPECT_EQ(at(100, 50), colourOf(ColourMap::Rainbow, 0.5f, 50 / 50.5f));
  EXPECT_EQ(at(0, 50), colourOf(ColourMap::Rainbow, -0.5f, 50 / 50.5f));
  EXPECT_EQ(legendDisc(ColourMap::Grey, 0).pixels.size(), 4u);
}

}  // namespace
}  // namespace timbre::spectral
