#include "render/VelocityModel.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/Units.h"
#include "support/Sounds.h"

namespace timbre::render {
namespace {

TEST(VelocityModel, TheTableHoldsAtNSynthsVelocitiesAndFallsInBetween) {
  EXPECT_EQ(tiltOf(127), 0);
  EXPECT_EQ(tiltOf(100), 1);
  EXPECT_EQ(tiltOf(75), 2.2);
  EXPECT_EQ(tiltOf(50), 3.6);
  EXPECT_EQ(tiltOf(25), 5);
  EXPECT_EQ(tiltOf(1), 5);
  for (int v = 2; v <= 127; ++v) EXPECT_LE(tiltOf(v), tiltOf(v - 1)) << v;
}

TEST(VelocityModel, EachOctaveAboveTheFundamentalIsLowerByTheSlope) {
  for (const double slope : {1.0, 2.2, 3.6, 5.0})
    for (const double f0 : {220.0, 500.0})
      for (const double octaves : {-1.0, 0.0, 1.0, 2.0, 3.0}) {
        const double hertz = f0 * std::exp2(octaves);
        const auto out = tilted(test::sine(hertz, 0.5, 16000), f0, slope);
        const double level =
            decibels(test::amplitudeAt(out.samples().subspan(4000, 8000), hertz, kModelRate) / 0.5);
        // The filter is 32 ms long and rounds the bend at the fundamental.
        EXPECT_NEAR(level, -slope * std::max(0.0, octaves), 0.35)
            << f0 << " Hz, " << octaves << " octaves";
      }
}

TEST(VelocityModel, NoSlopeIsTheSameClipAndTheLengthIsKept) {
  const auto clip = test::noise(0.5, 1000);
  EXPECT_EQ(tilted(clip, 440, 0).samples().data(), clip.samples().data());
  EXPECT_EQ(tilted(clip, 440, 3).samples().size(), 1000u);
}

TEST(VelocityModel, NothingIsDelayed) {
  std::vector<float> click(2001);
  click[1000] = 1;
  const auto out = tilted({std::move(click), kModelRate}, 200, 3);
  for (std::size_t n = 1; n <= 300; ++n)
    EXPECT_EQ(out.samples()[1000 + n], out.samples()[1000 - n]);
  EXPECT_EQ(audio::peakOf(out), out.samples()[1000]);
}

}  // namespace
}  // namespace timbre::render
