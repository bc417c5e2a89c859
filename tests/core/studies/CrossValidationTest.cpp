#include "studies/CrossValidation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "evaluation/Summary.h"
#include "support/Impatient.h"

namespace timbre::studies {
namespace {

constexpr int kFeatures = 30, kFolds = 5;

class Draw {
 public:
  float next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<float>(state_ >> 40) / (1 << 23) - 1;
  }

 private:
  std::uint64_t state_ = 7;
};

/// 12 pitches, 20 notes each.
std::vector<int> pitches() {
  std::vector<int> all;
  for (int i = 0; i < 240; ++i) all.push_back(48 + i % 12);
  return all;
}

/// Each class at a direction of its own, `share` of it; the rest is noise.
std::vector<float> embeddings(std::span<const int> pitch, float share) {
  Draw draw;
  std::vector<float> x;
  for (const int p : pitch)
    for (int f = 0; f < kFeatures; ++f) x.push_back((f == p - 48 ? share * 4 : 0) + draw.next());
  return x;
}

evaluation::Proportion accuracy(float share, int threads = 2) {
  const auto pitch = pitches();
  const auto kept = judgeableRows(pitch, kFolds, "pitch").value();
  const auto folds = foldsOf(kept.classes, kFolds, 1);
  Unwatched quiet;
  const auto said =
      crossValidated({embeddings(pitch, share), kFeatures, kept.classes}, folds, {}, threads, quiet)
          .value();
  evaluation::Proportion right{0, static_cast<int>(said.size())};
  for (std::size_t i = 0; i < said.size(); ++i) right.hits += said[i] == kept.classes[i];
  return right;
}

}  // namespace

TEST(CrossValidation, anEmbeddingThatHoldsThePitchLinearlyIsReadWithoutError) {
  EXPECT_EQ(accuracy(1).hits, 240);
}

TEST(CrossValidation, noiseIsReadAtChance) {
  const auto right = accuracy(0);
  EXPECT_LE(right.low(), 1.0 / 12);
  EXPECT_GE(right.high(), 1.0 / 12);
}

TEST(CrossValidation, theNumberOfThreadsDoesNotMatter) {
  EXPECT_EQ(accuracy(0.2f, 1).hits, accuracy(0.2f, 3).hits);
}

TEST(CrossValidation, everyClassIsInEveryFoldAlike) {
  const auto classes = pitches();
  const auto folds = foldsOf(classes, kFolds, 3);
  for (int p = 48; p < 60; ++p)
    for (int fold = 0; fold < kFolds; ++fold) {
      int count = 0;
      for (std::size_t i = 0; i < classes.size(); ++i) count += classes[i] == p && folds[i] == fold;
      EXPECT_EQ(count, 4);
    }
  EXPECT_NE(folds, foldsOf(classes, kFolds, 4));
}

TEST(CrossValidation, tooFewNotesAreASentence) {
  const auto one = judgeableRows(std::vector(10, 60), kFolds, "pitch");
  ASSERT_FALSE(one);
  EXPECT_NE(one.error().message.find("same pitch"), std::string::npos);
  const auto few = judgeableRows(std::vector{60, 61, 62, 60, 61}, kFolds, "pitch");
  ASSERT_FALSE(few);
  EXPECT_NE(few.error().message.find("5 notes each"), std::string::npos);
  const auto some = judgeableRows(std::vector{60, 61, 60, 61, 62}, 2, "pitch");
  ASSERT_TRUE(some);
  EXPECT_EQ(some->rows, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(some->labels, (std::vector{60, 61}));
}

TEST(CrossValidation, canBeCancelled) {
  const auto pitch = pitches();
  const auto kept = judgeableRows(pitch, kFolds, "pitch").value();
  test::Impatient hasty(0);
  const auto said = crossValidated({embeddings(pitch, 0), kFeatures, kept.classes},
                                   foldsOf(kept.classes, kFolds, 1), {}, 1, hasty);
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().code, ErrorCode::Cancelled);
}

}  // namespace timbre::studies
