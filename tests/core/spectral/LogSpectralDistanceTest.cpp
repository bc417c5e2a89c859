#include "spectral/LogSpectralDistance.h"

#include <gtest/gtest.h>

#include "Signals.h"

namespace timbre::spectral {
namespace {

TEST(LogSpectralDistance, IsZeroForTheSameSound) {
  EXPECT_EQ(*logSpectralDistance(pluck(8000), pluck(8000)), 0);
  EXPECT_EQ(*logSpectralDistance(silence(8000), silence(8000)), 0);
}

TEST(LogSpectralDistance, CountsTheLevel) {
  // Noise fills every cell far above the floor, so half the amplitude is 6.02 dB less everywhere.
  EXPECT_NEAR(*logSpectralDistance(noise(0.5, 16000), noise(0.25, 16000)), 6.02, 0.05);
}

TEST(LogSpectralDistance, GrowsWithTheDifferenceAndDoesNotMindTheOrder) {
  const auto near = *logSpectralDistance(sine(440, 0.5, 16000), sine(441, 0.5, 16000));
  const auto far = *logSpectralDistance(sine(440, 0.5, 16000), sine(880, 0.5, 16000));
  EXPECT_LT(near, far);
  // Both orders differ in rounding alone.
  EXPECT_NEAR(far, *logSpectralDistance(sine(880, 0.5, 16000), sine(440, 0.5, 16000)), 1e-4);
}

TEST(LogSpectralDistance, ComparesSoundsOfDifferentLengths) {
  EXPECT_GT(*logSpectralDistance(noise(0.5, 8000), noise(0.5, 16000)), 10);
}

TEST(LogSpectralDistance, RefusesDifferentRatesAndNothing) {
  EXPECT_EQ(logSpectralDistance(silence(10), silence(10, SampleRate(8000))).error().code,
            ErrorCode::Unsupported);
  EXPECT_EQ(logSpectralDistance(audio::AudioClip(), audio::AudioClip()).error().code,
            ErrorCode::BadFormat);
}

}  // namespace
}  // namespace timbre::spectral
