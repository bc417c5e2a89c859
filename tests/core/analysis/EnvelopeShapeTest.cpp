#include "analysis/EnvelopeShape.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

/// A sine whose level follows attack, decay, sustain and release; the key is let go after 3 s.
audio::AudioClip shaped(double attack, double decay, double sustainDb, double release) {
  const auto tone = test::sine(440, 0.5, kNoteSamples);
  std::vector<float> samples(tone.samples().begin(), tone.samples().end());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / kModelRate.hz;
    double db = sustainDb;
    if (t < attack + decay) db = sustainDb * std::max(0.0, t - attack) / decay;
    if (t > 3) db -= 60 * (t - 3) / release;
    samples[i] *= static_cast<float>(std::pow(10, db / 20) * std::min(1.0, t / attack));
  }
  return {std::move(samples), kModelRate};
}

}  // namespace

TEST(EnvelopeShape, isThatOfASoundMadeByIt) {
  const auto shape = envelopeShape(shaped(0.2, 0.5, -12, 0.6));
  ASSERT_TRUE(shape) << shape.error().message;
  EXPECT_NEAR(shape->attack, 0.16, 0.015);  // a tenth to nine tenths of a straight line
  EXPECT_NEAR(shape->decay, 0.5 * 11 / 12, 0.03);
  EXPECT_NEAR(shape->sustainDb, -12, 0.5);
  ASSERT_TRUE(shape->release);
  EXPECT_NEAR(*shape->release, 0.6, 0.05);
  EXPECT_NEAR(shape->peakDb, 20 * std::log10(0.5 / std::sqrt(2)), 0.5);
}

TEST(EnvelopeShape, ofASteadySoundHasNoReleaseAndNoDecay) {
  const auto shape = envelopeShape(test::sine(440, 0.5, kNoteSamples));
  ASSERT_TRUE(shape);
  EXPECT_FALSE(shape->release);
  EXPECT_NEAR(shape->sustainDb, 0, 0.1);
  EXPECT_NEAR(shape->decay, 0, 0.01);
}

TEST(EnvelopeShape, ofSilenceOrAShortSoundIsAFailure) {
  EXPECT_FALSE(envelopeShape(test::silence(kNoteSamples)));
  EXPECT_FALSE(envelopeShape(test::sine(440, 0.5, 16000)));
  EXPECT_FALSE(envelopeShape({}));
}

}  // namespace timbre::analysis
