#include "analysis/CentroidCourse.h"

#include <gtest/gtest.h>

#include "support/TestTones.h"

using namespace timbre;
using namespace timbre::analysis;
using namespace timbre::test;

namespace {

/// Two sines; the higher one's level is `course` of the time.
audio::AudioClip moving(const std::function<double(double)>& course) {
  return clipOf(
      samplesOf(2, [&](double t) { return 0.3 * sine(500, t) + 0.3 * course(t) * sine(3000, t); }));
}
double falling(double t) {
  return std::exp(-2 * t);
}

}  // namespace

TEST(CentroidCourse, theSameCourseCorrelatesWholly) {
  const auto r =
      centroidCorrelation(moving(falling), moving([](double t) { return 0.9 * falling(t); }));
  ASSERT_TRUE(r && *r) << r.error().message;
  EXPECT_GT(**r, 0.99);
}

TEST(CentroidCourse, theOppositeCourseIsNegative) {
  const auto r = centroidCorrelation(moving([](double t) { return 0.3 + 0.2 * t; }),
                                     moving([](double t) { return 0.7 - 0.2 * t; }));
  ASSERT_TRUE(r && *r);
  EXPECT_LT(**r, -0.9);
}

TEST(CentroidCourse, anotherThatStandsStillDoesNotFollow) {
  const auto r = centroidCorrelation(moving(falling), moving([](double) { return 0.5; }));
  ASSERT_TRUE(r && *r);
  EXPECT_LT(std::abs(**r), 0.6);
}

TEST(CentroidCourse, aCentroidThatStandsStillHasNoCourse) {
  const auto r = centroidCorrelation(moving([](double) { return 0.5; }), moving(falling));
  ASSERT_TRUE(r);
  EXPECT_FALSE(*r);
}

TEST(CentroidCourse, silenceHasNoneAndRatesMustAgree) {
  const auto silent = centroidCorrelation(clipOf(std::vector<float>(16000)), moving(falling));
  ASSERT_TRUE(silent);
  EXPECT_FALSE(*silent);
  EXPECT_FALSE(centroidCorrelation(moving(falling), clipOf({})));
  EXPECT_FALSE(centroidCorrelation(moving(falling), clipOf({0.5f}, SampleRate(8000))));
}
