#include "analysis/HarmonicNoiseRatio.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

/// 36 harmonics of 220 Hz of 0.01 each and white noise within `level`.
audio::AudioClip noisy(double level) {
  return clipOf(sum(samplesOf(4, harmonics(220, 36, 0.01)), whiteNoise(4, level)));
}

/// Power of the harmonics of 220 Hz between `low` and twice that, to that of the noise there.
double planted(double low, double level) {
  int count = 0;
  for (int n = 1; n <= 36; ++n) count += n * 220 >= low && n * 220 < 2 * low;
  const double noise = level * level / 3 * low / 8000;
  return 10 * std::log10(count * 0.01 * 0.01 / 2 / noise);
}

}  // namespace

TEST(HarmonicNoiseRatio, isThePlantedOneInEveryOctave) {
  for (const double level : {0.003, 0.03}) {
    const auto ratios = harmonicNoiseRatio(noisy(level), pitchOf(220));
    ASSERT_TRUE(ratios) << ratios.error().message;
    for (int octave = 2; octave < kOctaveBands; ++octave) {
      ASSERT_TRUE((*ratios)[octave]) << octave;
      EXPECT_NEAR(*(*ratios)[octave], planted(62.5 * (1 << octave), level), 1.5) << octave;
    }
  }
}

TEST(HarmonicNoiseRatio, cleanTonesReachTheTop) {
  for (const double hertz : {41.2, 110.0, 880.0}) {
    const auto ratios =
        harmonicNoiseRatio(clipOf(samplesOf(4, harmonics(hertz, 9, 0.1))), pitchOf(hertz));
    ASSERT_TRUE(ratios);
    const int octave = octaveOf(hertz * 4);
    ASSERT_TRUE((*ratios)[octave]) << hertz;
    EXPECT_GT(*(*ratios)[octave], 32) << hertz;
  }
}

TEST(HarmonicNoiseRatio, noiseAloneIsNearTheBottom) {
  const auto ratios = harmonicNoiseRatio(clipOf(whiteNoise(4, 0.1)), pitchOf(220));
  ASSERT_TRUE(ratios);
  for (int octave = 3; octave < kOctaveBands; ++octave) {
    ASSERT_TRUE((*ratios)[octave]);
    EXPECT_LT(*(*ratios)[octave], -8) << octave;
  }
}

TEST(HarmonicNoiseRatio, aNoteThatIsALittleOutOfTuneIsNotNoise) {
  const auto ratios = harmonicNoiseRatio(
      clipOf(samplesOf(4, harmonics(220 * std::exp2(30 / 1200.0), 30, 0.01))), pitchOf(220));
  ASSERT_TRUE(ratios);
  EXPECT_GT(*(*ratios)[5], 30);
}

TEST(HarmonicNoiseRatio, octavesWithoutAHarmonicHaveNone) {
  const auto ratios =
      harmonicNoiseRatio(clipOf(samplesOf(1, harmonics(1000, 3, 0.1))), pitchOf(1000));
  ASSERT_TRUE(ratios);
  EXPECT_FALSE((*ratios)[0]);
  EXPECT_FALSE((*ratios)[2]);
  EXPECT_FALSE(harmonicNoiseRatio(clipOf({}), MidiPitch(60)));
}
