#include "audio/Pitch.h"

#include <gtest/gtest.h>

#include <numbers>
#include <random>

using namespace timbre;
using namespace timbre::audio;

namespace {

/// Ten harmonics falling as 1/n, those below Nyquist.
AudioClip tone(MidiPitch pitch, int samples = kNoteSamples) {
  std::vector<float> x(static_cast<std::size_t>(samples), 0.0f);
  const double f = frequencyOf(pitch);
  for (int n = 1; n <= 10 && n * f < 7900; ++n)
    for (int t = 0; t < samples; ++t)
      x[t] += static_cast<float>(0.2 / n *
                                 std::sin(2 * std::numbers::pi * n * f * t / kModelRate.hz + n));
  return {std::move(x), kModelRate};
}

}  // namespace

TEST(Pitch, everyKeyOfThePianoIsFoundWithinTenCents) {
  for (int key = 21; key <= 108; ++key) {
    const auto found = estimatePitch(tone(MidiPitch(key + 0.2)));
    ASSERT_TRUE(found) << key;
    EXPECT_NEAR(found->pitch.value, key + 0.2, 0.1)
        << key;  // ten cents: a tenth of what a key is apart
    EXPECT_GT(found->share, 0.9) << key;
  }
}

TEST(Pitch, silenceAndNoiseHaveNone) {
  EXPECT_FALSE(estimatePitch({std::vector<float>(64000, 0.0f), kModelRate}));
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 0.2f);
  std::vector<float> noise(64000);
  for (float& s : noise) s = normal(random);
  EXPECT_FALSE(estimatePitch({std::move(noise), kModelRate}));
}

TEST(Pitch, aClipShorterThanTwoPeriodsHasNone) {
  EXPECT_FALSE(estimatePitch(tone(MidiPitch(60), 400)));
}

TEST(Pitch, aNoteThatDiesAwayIsHeardWhereItSounds) {
  const auto sounding = tone(MidiPitch(60));
  std::vector<float> dying(sounding.samples().begin(), sounding.samples().end());
  for (std::size_t t = 0; t < dying.size(); ++t)
    dying[t] *= std::exp(-static_cast<float>(t) / 1600.0f);
  const auto found = estimatePitch({std::move(dying), kModelRate});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->pitch.value, 60, 0.1);
}
