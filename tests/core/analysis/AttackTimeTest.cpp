#include "analysis/AttackTime.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

/// A tone that begins at `onset`, rises in a straight line for `rise` seconds and then falls by
/// `decay` nepers per second.
audio::AudioClip note(double hertz, double onset, double rise, double decay) {
  return clipOf(samplesOf(2, [=](double t) {
    const double since = t - onset;
    if (since < 0) return 0.0;
    const double level = since < rise ? since / rise : std::exp(-decay * (since - rise));
    return 0.5 * level * sine(hertz, since);
  }));
}

}  // namespace

TEST(AttackTime, aRampIsMeasuredToTheMillisecond) {
  for (const double rise : {0.01, 0.05, 0.1}) {
    const auto attack = attackOf(note(1000, 0.1, rise, 0));
    ASSERT_TRUE(attack);
    EXPECT_NEAR(attack->riseTime, 0.8 * rise, 0.002) << rise;
    EXPECT_NEAR(attack->onset, 0.1, 0.005) << rise;
  }
}

TEST(AttackTime, aSuddenNoteRisesWithinTheWindow) {
  const auto attack = attackOf(note(1000, 0.2, 1e-9, 3));
  ASSERT_TRUE(attack);
  EXPECT_LT(attack->riseTime, 0.004);
  EXPECT_NEAR(attack->onset, 0.2, 0.003);
}

TEST(AttackTime, wavesOfALowNoteAreNotAttacks) {
  const auto attack = attackOf(note(41, 0, 0.001, 0));
  ASSERT_TRUE(attack);
  EXPECT_LT(attack->riseTime, 0.013) << "half a period at the most";
}

TEST(AttackTime, theTopAndTheDecayAreInDecibels) {
  const auto attack = attackOf(note(1000, 0.1, 0.01, 4));
  ASSERT_TRUE(attack);
  EXPECT_NEAR(attack->topDb, -9.03, 0.3);
  EXPECT_NEAR(attack->decayDb, 4 * 0.5 * 8.686, 0.5);
}

TEST(AttackTime, struckNotesRiseFastAndDecay) {
  const auto struck = [](const audio::AudioClip& clip) { return isStruck(attackOf(clip).value()); };
  EXPECT_TRUE(struck(note(440, 0.05, 0.005, 3)));
  EXPECT_FALSE(struck(note(440, 0.05, 0.1, 3))) << "a slow one";
  EXPECT_FALSE(struck(note(440, 0.05, 0.005, 0))) << "one that is held";
}

TEST(AttackTime, aLaterSwellDoesNotCount) {
  const auto attack = attackOf(clipOf(
      samplesOf(2, [](double t) { return (t < 1 ? 0.2 : 0.2 + 0.6 * (t - 1)) * sine(1000, t); })));
  ASSERT_TRUE(attack);
  EXPECT_LT(attack->riseTime, 0.005);
}

TEST(AttackTime, silenceAndTooLittleHaveNone) {
  EXPECT_FALSE(attackOf(clipOf(std::vector<float>(16000))));
  EXPECT_FALSE(attackOf(clipOf(std::vector<float>(100, 0.5f))));
  EXPECT_FALSE(attackOf(clipOf({})));
}

TEST(AttackTime, theLevelAfterAnOnsetIsThatOfItsSamples) {
  const auto tone = note(1000, 0.1, 1e-9, 0);
  EXPECT_NEAR(levelAfter(tone, 0.1, 0.025), -9.03, 0.1);
  EXPECT_NEAR(levelAfter(tone, 0.0875, 0.025), -12.04, 0.2);
  EXPECT_EQ(levelAfter(tone, 0, 0.05), -120);
  EXPECT_EQ(levelAfter(tone, 5, 0.05), -120) << "behind the end";
}
