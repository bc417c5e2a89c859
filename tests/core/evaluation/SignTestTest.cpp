#include "evaluation/SignTest.h"

#include <gtest/gtest.h>

using namespace timbre::evaluation;

namespace {

std::vector<NoteScore> scoresWith(const std::vector<double>& envelopes) {
  std::vector<NoteScore> scores;
  for (const double envelope : envelopes) {
    NoteScore score;
    score.id = "note" + std::to_string(scores.size());
    score.sound.attackLevel = envelope;
    scores.push_back(score);
  }
  return scores;
}

const Measure& attackLevel() {
  for (const Measure& m : measures())
    if (m.key == "attack_level_db") return m;
  throw std::runtime_error("no such measure");
}

}  // namespace

TEST(SignTest, coinTossesAreBinomial) {
  EXPECT_NEAR(coinTosses(0, 4), 1.0 / 16, 1e-12);
  EXPECT_NEAR(coinTosses(1, 4), 5.0 / 16, 1e-12);
  EXPECT_NEAR(coinTosses(4, 4), 1, 1e-12);
  EXPECT_EQ(coinTosses(-1, 4), 0);
  EXPECT_NEAR(coinTosses(40, 100), 0.0284440, 1e-6);  // as tabulated
}

TEST(SignTest, pIsTwoSidedAndExact) {
  EXPECT_NEAR((SignTest{9, 1, 5}.p()), 22.0 / 1024, 1e-12) << "2 (1 + 10) / 2^10, without the ties";
  EXPECT_NEAR((SignTest{1, 9, 0}.p()), 22.0 / 1024, 1e-12);
  EXPECT_EQ((SignTest{5, 5, 0}.p()), 1);
  EXPECT_EQ(SignTest{}.p(), 1);
  EXPECT_LT((SignTest{73, 25, 0}.p()), 1e-5);
}

TEST(SignTest, nearerMeansNearerToZeroOnTheSameNote) {
  auto first = scoresWith({-1, 2, 3, -4, 5});
  auto second = scoresWith({2, -1, 4, 4, 9});
  second.pop_back();  // the second never made the last one
  const SignTest test = signTest(attackLevel(), first, second);
  EXPECT_EQ(test.nearer, 2);
  EXPECT_EQ(test.farther, 1);
  EXPECT_EQ(test.ties, 1);
  second[0].sound.attackLevel.reset();
  EXPECT_EQ(signTest(attackLevel(), first, second).nearer, 1);
}

TEST(SignTest, notesAreFoundByTheirIds) {
  auto first = scoresWith({1, 2, 3});
  auto second = scoresWith({9, 1, 9});
  second.erase(second.begin());
  EXPECT_EQ(signTest(attackLevel(), first, second).farther, 1);
  EXPECT_EQ(signTest(attackLevel(), first, second).nearer, 1);
}
