#include "analysis/EnvelopeError.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

audio::AudioClip decaying(double decibelsPerSecond) {
  return clipOf(samplesOf(2, [=](double t) {
    return 0.5 * std::pow(10, -decibelsPerSecond * t / 20) * sine(1000, t);
  }));
}

}  // namespace

TEST(EnvelopeError, isTheMeanDifferenceInDecibels) {
  EXPECT_NEAR(envelopeError(decaying(10), decaying(10)).value(), 0, 1e-9);
  EXPECT_NEAR(envelopeError(decaying(10), decaying(14)).value(), 4, 0.2) << "0 to 8 dB over 2 s";
  EXPECT_NEAR(envelopeError(decaying(14), decaying(10)).value(), 4, 0.2) << "either way";
  EXPECT_NEAR(envelopeError(decaying(5), scaled(decaying(5), 0.5f)).value(), 6.02, 0.01);
}

TEST(EnvelopeError, whatIsSilentInTheOriginalDoesNotCount) {
  auto x = samplesOf(1, [](double t) { return sine(1000, t); });
  x.resize(32000);
  auto noisy = x;
  for (std::size_t i = 17000; i < noisy.size(); ++i) noisy[i] = i % 2 ? 0.01f : -0.01f;
  EXPECT_NEAR(envelopeError(clipOf(x), clipOf(noisy)).value(), 0, 0.1);
}

TEST(EnvelopeError, aNoteThatIsLostIsSixtyDecibelsAway) {
  EXPECT_NEAR(envelopeError(decaying(0), clipOf(std::vector<float>(32000))).value(), 60, 0.1);
}

TEST(EnvelopeError, silenceAndTooLittleHaveNone) {
  EXPECT_FALSE(envelopeError(clipOf(std::vector<float>(32000)), decaying(0)));
  EXPECT_FALSE(envelopeError(decaying(0), clipOf({})));
}
