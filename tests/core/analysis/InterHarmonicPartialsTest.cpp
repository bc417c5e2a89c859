#include "analysis/InterHarmonicPartials.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

/// Four harmonics of 440 Hz, an octave below them, and a partial at 2.756 times (a bar's).
audio::AudioClip stop(double below, double bar) {
  return clipOf(sum(samplesOf(3, harmonics(440, 4, 0.1)), samplesOf(3, [=](double t) {
                      return below * sine(220, t) + bar * sine(440 * 2.756, t);
                    })));
}
const MidiPitch kA4(69);

}  // namespace

TEST(InterHarmonicPartials, areFoundWhereTheyArePlanted) {
  const auto found = interHarmonicPartials(stop(0.1, 0.05), kA4);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->hertz.size(), 2u);
  EXPECT_NEAR(found->hertz[0], 220, 4);
  EXPECT_NEAR(found->hertz[1], 1212.6, 4);
  EXPECT_NEAR(found->share, (1 + 0.25) / (4 + 1 + 0.25), 0.01);
}

TEST(InterHarmonicPartials, neitherHarmonicsNorNoiseCount) {
  const auto clean = interHarmonicPartials(stop(0, 0), kA4);
  const auto noisy = interHarmonicPartials(
      clipOf(sum(samplesOf(3, harmonics(440, 4, 0.1)), whiteNoise(3, 0.1))), kA4);
  ASSERT_TRUE(clean && noisy);
  EXPECT_TRUE(clean->hertz.empty());
  EXPECT_LT(noisy->share, kAudibleInterHarmonicShare);
}

TEST(InterHarmonicPartials, theChangeIsTheirs) {
  const auto original = stop(0.1, 0);
  EXPECT_NEAR(interHarmonicChange(original, original, kA4).value(), 0, 0.05);
  EXPECT_NEAR(interHarmonicChange(original, stop(0.05, 0.1), kA4).value(), -6.02, 0.2)
      << "other partials do not make up for it";
  EXPECT_LT(interHarmonicChange(original, stop(0, 0), kA4).value(), -30);
}

TEST(InterHarmonicPartials, noiseInTheirPlaceDoesNotKeepThem) {
  const auto hiss = clipOf(sum(samplesOf(3, harmonics(440, 4, 0.1)), whiteNoise(3, 0.1)));
  EXPECT_LT(interHarmonicChange(stop(0.1, 0), hiss, kA4).value(), -15);
}

TEST(InterHarmonicPartials, nothingIsRefused) {
  EXPECT_FALSE(interHarmonicPartials(clipOf({}), kA4));
  EXPECT_FALSE(interHarmonicChange(stop(0.1, 0), clipOf({}), kA4));
}
