#include "study/Evaluation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace timbre;
using namespace timbre::study;

namespace {

audio::AudioClip tone(double key, double decay) {
  std::vector<float> x(static_cast<std::size_t>(kNoteSamples));
  const double f = frequencyOf(MidiPitch(key));
  for (int t = 0; t < kNoteSamples; ++t)
    for (int n = 1; n <= 5; ++n)
      x[t] += static_cast<float>(0.1 / n * std::exp(-decay * t / 16000.0) *
                                 std::sin(2 * std::numbers::pi * n * f * t / 16000));
  return {std::move(x), kModelRate};
}

}  // namespace

TEST(Evaluation, aNoteAgainstItselfIsPerfect) {
  const auto score = compare(tone(60, 1), tone(60, 1));
  EXPECT_TRUE(score.pitched);
  EXPECT_NEAR(score.cents.value(), 0, 1e-6);
  EXPECT_NEAR(score.spectralDistance, 0, 1e-6);
  EXPECT_NEAR(score.envelopeCorrelation, 1, 1e-9);
}

TEST(Evaluation, levelAloneDoesNotCount) {
  std::vector<float> quiet;
  const auto loud = tone(60, 1);
  for (const float s : loud.samples()) quiet.push_back(s / 4);  // exact in binary
  EXPECT_NEAR(compare(loud, {std::move(quiet), kModelRate}).spectralDistance, 0, 1e-3);
}

TEST(Evaluation, aSemitoneIsAHundredCentsAndOutOfTune) {
  const auto score = compare(tone(60, 1), tone(61, 1));
  EXPECT_NEAR(score.cents.value(), 100, 3);  // YIN's own error on such tones stays within 3 cents
  EXPECT_FALSE(score.inTune());
  EXPECT_GT(score.spectralDistance, 1);
}

TEST(Evaluation, silenceHasLostThePitch) {
  const auto score = compare(tone(60, 1), {std::vector<float>(64000, 0.0f), kModelRate});
  EXPECT_TRUE(score.pitched);
  EXPECT_FALSE(score.cents);
  EXPECT_FALSE(score.inTune());
}

TEST(Evaluation, aSwellAgainstADecayCorrelatesNegatively) {
  EXPECT_LT(compare(tone(60, 2), tone(60, -0.5)).envelopeCorrelation, -0.5);
}

TEST(Evaluation, theSummaryCountsPitchedNotesOnly) {
  std::vector<NoteScore> scores(4);
  for (int i = 0; i < 3; ++i) scores[i].pitched = true;
  scores[0].cents = 10;
  scores[1].cents = 700;
  scores[0].spectralDistance = 4;
  const auto summary = summarised(scores);
  EXPECT_EQ(summary.notes, 4);
  EXPECT_EQ(summary.inTune.hits, 1);
  EXPECT_EQ(summary.inTune.of, 3);
  EXPECT_DOUBLE_EQ(summary.spectralDistance.value, 1);
  EXPECT_GT(summary.spectralDistance.margin, 0);
}

TEST(Share, theIntervalIsWilsons) {
  const Share share{8, 10};  // 0.4902 .. 0.9433, as tabulated for 8 of 10
  EXPECT_NEAR(share.low(), 0.4902, 5e-4);
  EXPECT_NEAR(share.high(), 0.9433, 5e-4);
}
