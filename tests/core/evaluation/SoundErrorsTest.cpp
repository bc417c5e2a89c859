#include "evaluation/SoundErrors.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::evaluation;
using namespace timbre::test;

namespace {

const KnownPitches kA3{MidiPitch(57), MidiPitch(57)};

/// Harmonics of A3 that begin within `rise` seconds and decay, with noise and a partial between.
audio::AudioClip struck(double rise, double noise, double between) {
  const auto tone = harmonics(220, 30, 0.01);
  return clipOf(sum(samplesOf(3,
                              [&](double t) {
                                const double level = std::min(1.0, t / rise) *
                                                     std::exp(-3 * std::max(0.0, t - rise));
                                return level * (tone(t) + between * sine(330, t));
                              }),
                    whiteNoise(3, noise)));
}

}  // namespace

TEST(SoundErrors, aSoundAgainstItselfHasNone) {
  const auto sound = struck(0.005, 1e-5, 0.02);
  const auto errors = soundErrors(sound, sound, kA3);
  EXPECT_NEAR(errors.spectrum.value(), 0, 1e-3);
  EXPECT_NEAR(meanAbsolute(errors.harmonicNoise).value(), 0, 1e-3);
  EXPECT_NEAR(meanAbsolute(errors.octaveLevel).value(), 0, 1e-3);
  EXPECT_TRUE(errors.struck);
  EXPECT_NEAR(errors.riseTime.value(), 0, 1e-3);
  EXPECT_NEAR(errors.attackLevel.value(), 0, 1e-3);
  EXPECT_NEAR(errors.envelope.value(), 0, 1e-3);
  EXPECT_NEAR(errors.crackle.value(), 0, 1e-3);
  EXPECT_NEAR(errors.interHarmonic.value(), 0, 1e-2);
}

TEST(SoundErrors, theLevelOfTheWholeDoesNotCount) {
  const auto sound = struck(0.005, 1e-4, 0.02);
  const auto errors = soundErrors(sound, scaled(sound, 0.25f), kA3);
  EXPECT_NEAR(errors.soundingSpectrum.value(), 0, 1e-2);
  EXPECT_NEAR(errors.attackLevel.value(), 0, 1e-2);
}

TEST(SoundErrors, aSoftAttackIsLaterAndWeaker) {
  const auto errors = soundErrors(struck(0.005, 1e-5, 0), struck(0.06, 1e-5, 0), kA3);
  EXPECT_NEAR(errors.riseTime.value(), 0.8 * (60 - 5), 4);
  EXPECT_LT(errors.attackLevel.value(), -5);
  EXPECT_NEAR(errors.originalRiseTime.value(), 4, 2);
}

TEST(SoundErrors, onlyStruckNotesHaveAnAttack) {
  const auto errors = soundErrors(struck(0.1, 1e-5, 0), struck(0.005, 1e-5, 0), kA3);
  EXPECT_FALSE(errors.struck);
  EXPECT_FALSE(errors.riseTime);
  EXPECT_FALSE(errors.attackLevel);
}

TEST(SoundErrors, addedNoiseLowersTheRatioAndNothingElseMuch) {
  const auto errors = soundErrors(struck(0.005, 0.0005, 0), struck(0.005, 0.005, 0), kA3);
  ASSERT_TRUE(errors.harmonicNoise[4]);
  EXPECT_LT(*errors.harmonicNoise[4], -8);
  EXPECT_GT(meanAbsolute(errors.harmonicNoise).value(), 8);
  EXPECT_NEAR(errors.riseTime.value(), 0, 3);
}

TEST(SoundErrors, whatLiesBetweenTheHarmonicsIsMissed) {
  EXPECT_LT(
      soundErrors(struck(0.005, 1e-5, 0.05), struck(0.005, 1e-5, 0), kA3).interHarmonic.value(),
      -20);
  EXPECT_FALSE(soundErrors(struck(0.005, 1e-5, 0), struck(0.005, 1e-5, 0.05), kA3).interHarmonic)
      << "the original has none";
}

TEST(SoundErrors, withoutAPitchThereAreNoHarmonics) {
  const auto sound = struck(0.005, 1e-5, 0.05);
  const auto errors = soundErrors(sound, sound, {});
  EXPECT_FALSE(meanAbsolute(errors.harmonicNoise));
  EXPECT_FALSE(errors.interHarmonic);
  EXPECT_TRUE(errors.spectrum);
}

TEST(SoundErrors, anOctaveThatIsLostLiesSixtyDecibelsDown) {
  const auto both =
      clipOf(samplesOf(1, [](double t) { return 0.1 * sine(400, t) + 0.1 * sine(3000, t); }));
  const auto one = clipOf(samplesOf(1, [](double t) { return 0.1 * sine(400, t); }));
  const auto errors = soundErrors(both, one, {});
  EXPECT_NEAR(errors.octaveLevel[5].value(), -60, 1);
  EXPECT_NEAR(errors.octaveLevel[2].value(), 3, 0.2) << "the same whole";
  EXPECT_FALSE(errors.octaveLevel[0]);
}

TEST(SoundErrors, ofSilenceNothingIsSaid) {
  const auto errors = soundErrors(clipOf(std::vector<float>(16000)), struck(0.01, 0, 0), kA3);
  EXPECT_FALSE(errors.spectrum);
  EXPECT_FALSE(errors.struck);
}
