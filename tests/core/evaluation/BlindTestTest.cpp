#include "evaluation/BlindTest.h"

#include <gtest/gtest.h>

#include <set>

namespace timbre::evaluation {
namespace {

constexpr auto kAbx = BlindTestKind::Abx;
constexpr auto kPreference = BlindTestKind::Preference;

/// Who hears everything names what X is.
void answerRightly(BlindTest& test) {
  test.answer(test.soundOf(0) == test.soundOfX() ? 0 : 1);
}
void answerWrongly(BlindTest& test) {
  test.answer(test.soundOf(0) == test.soundOfX() ? 1 : 0);
}

TEST(BlindTest, TenRightOfTenIsOneIn1024) {
  BlindTest test(kAbx, 10, 7);
  EXPECT_EQ(test.p(), 1);
  while (!test.finished()) answerRightly(test);
  EXPECT_EQ(test.hits(), 10);
  EXPECT_NEAR(test.p(), 1.0 / 1024, 1e-12);
}

/// 12 of 16: the table's 0.0384.
TEST(BlindTest, TheBinomialIsTheTables) {
  BlindTest test(kAbx, 16, 3);
  for (int i = 0; i < 16; ++i)
    if (i % 4 == 0)
      answerWrongly(test);
    else
      answerRightly(test);
  EXPECT_EQ(test.hits(), 12);
  EXPECT_NEAR(test.p(), 2517.0 / 65536, 1e-9);
}

TEST(BlindTest, APreferenceIsJudgedToBothSides) {
  for (const int loved : {0, 1}) {
    BlindTest test(kPreference, 10, 11);
    while (!test.finished()) test.answer(test.soundOf(0) == loved ? 0 : 1);
    EXPECT_EQ(test.hits(), loved == 0 ? 10 : 0);
    EXPECT_NEAR(test.p(), 2.0 / 1024, 1e-12);
  }
}

TEST(BlindTest, WhoAlwaysNamesTheFirstLearnsNothing) {
  int hits = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    BlindTest test(kAbx, 100, seed);
    while (!test.finished()) test.answer(0);
    hits += test.hits();
  }
  EXPECT_NEAR(hits / 5000.0, 0.5, 0.03);
}

TEST(BlindTest, SidesAreDrawnAndTheSameSeedDrawsTheSame) {
  std::set<int> sides;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    sides.insert(BlindTest(kAbx, 10, seed).soundOf(0));
  EXPECT_EQ(sides.size(), 2u);
  const BlindTest one(kAbx, 50, 5), again(kAbx, 50, 5);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(one.trials()[i].hidden, again.trials()[i].hidden);
}

TEST(BlindTest, TrialsAreBroughtIntoTheirRange) {
  EXPECT_EQ(BlindTest(kAbx, 1, 1).size(), BlindTest::kFewest);
  EXPECT_EQ(BlindTest(kAbx, 100000, 1).size(), BlindTest::kMost);
  BlindTest test(kAbx, 10, 1);
  for (int i = 0; i < 30; ++i) test.answer(i % 2);
  EXPECT_EQ(test.answered(), 10);
}

TEST(BlindTest, TheTableHasALineForEachAnswer) {
  BlindTest test(kAbx, 10, 2);
  const BlindTestNames names{"organ, \"soft\" C4", {"Original", "WaveNet"}};
  answerRightly(test);
  answerWrongly(test);
  const std::string csv = csvOf(test, names);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3);
  EXPECT_EQ(csv.rfind("test,note,sound_1,sound_2,trial,x,answer,right,p\r\n", 0), 0u);
  EXPECT_NE(csv.find("ABX,\"organ, \"\"soft\"\" C4\",Original,WaveNet,1,"), std::string::npos);
  EXPECT_NE(csv.find(",1,0.75\r\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",0,0.75\r\n"), std::string::npos) << csv;
  BlindTest preference(kPreference, 10, 2);
  preference.answer(0);
  EXPECT_NE(csvOf(preference, names).find("preference,"), std::string::npos);
}

}  // namespace
}  // namespace timbre::evaluation
