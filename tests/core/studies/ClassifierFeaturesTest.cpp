#include "studies/ClassifierFeatures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/Sounds.h"

namespace timbre::studies {
namespace {

/// The loudest bin of the held part.
int loudest(const ClassifierFeatures& f) {
  const auto begin = f.values.begin() + ClassifierFeatures::kBins;
  return static_cast<int>(std::max_element(begin, begin + ClassifierFeatures::kBins) - begin);
}

ClassifierFeatures ofKey(int key) {
  Unwatched quiet;
  return classifierFeatures(test::sine(frequencyOf(MidiPitch(key)), 0.3, kNoteSamples), quiet)
      .value();
}

}  // namespace

TEST(ClassifierFeatures, aKeyStandsAtItsBin) {
  for (const int key : {21, 69, 108})
    EXPECT_EQ(loudest(ofKey(key)), (key - 20) * ClassifierFeatures::kBinsPerKey) << key;
}

TEST(ClassifierFeatures, aShiftIsAnotherKey) {
  const auto moved = ofKey(60).shifted(5);
  EXPECT_EQ(loudest(moved), loudest(ofKey(65)));
  EXPECT_EQ(moved.values.size(), static_cast<std::size_t>(ClassifierFeatures::kCount));
  EXPECT_EQ(loudest(ofKey(60).shifted(0)), loudest(ofKey(60)));
  EXPECT_EQ(moved.values.back(), ofKey(60).values.back());
}

TEST(ClassifierFeatures, levelDoesNotCountAndSilenceIsNothing) {
  Unwatched quiet;
  const auto soft = classifierFeatures(test::sine(440, 0.01, kNoteSamples), quiet).value();
  const auto loud = classifierFeatures(test::sine(440, 0.5, kNoteSamples), quiet).value();
  for (std::size_t i = 0; i < soft.values.size(); ++i)
    ASSERT_NEAR(soft.values[i], loud.values[i], 0.05) << i;
  const auto none = classifierFeatures(test::silence(kNoteSamples), quiet).value();
  EXPECT_EQ(*std::max_element(none.values.begin(), none.values.end()), 0);
}

}  // namespace timbre::studies
