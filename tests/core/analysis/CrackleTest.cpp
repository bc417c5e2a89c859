#include "analysis/Crackle.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

double crest(const std::vector<float>& x) {
  const auto found = trebleCrest(clipOf(x));
  EXPECT_TRUE(found && *found);
  return found->value_or(-1);
}

}  // namespace

TEST(Crackle, aSineHasTheCrestOfASine) {
  EXPECT_NEAR(crest(samplesOf(2, [](double t) { return 0.2 * sine(5000, t); })), 3.01, 0.2);
}

TEST(Crackle, whatLiesBelowFourKilohertzDoesNotCount) {
  const auto tone = samplesOf(2, [](double t) { return 0.1 * sine(5000, t) + 0.8 * sine(300, t); });
  EXPECT_NEAR(crest(tone), 3.01, 0.3);
}

TEST(Crackle, clicksStandOut) {
  auto x = samplesOf(2, [](double t) { return 0.3 * sine(300, t) + 0.003 * sine(5000, t); });
  for (std::size_t i = 200; i < x.size(); i += 512) x[i] += 0.2f;
  EXPECT_GT(crest(x), 15);
  const double noise = crest(whiteNoise(2, 0.1));
  EXPECT_GT(noise, 8);
  EXPECT_LT(noise, 13);
}

TEST(Crackle, aDullSoundHasNoTrebleToCrackle) {
  const auto found = trebleCrest(clipOf(samplesOf(1, [](double t) { return sine(300, t); })));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_FALSE(*found);
  const auto silent = trebleCrest(clipOf(std::vector<float>(16000)));
  ASSERT_TRUE(silent);
  EXPECT_FALSE(*silent);
  EXPECT_FALSE(trebleCrest(clipOf({})));
}
