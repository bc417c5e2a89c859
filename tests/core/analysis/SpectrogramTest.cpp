#include "analysis/Spectrogram.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

Spectrogram pictureOf(const audio::AudioClip& clip, FrequencyAxis axis) {
  Unwatched watcher;
  SpectrogramParams params;
  params.axis = axis;
  return spectrogram(clip, params, watcher).value();
}

int loudestRow(const Spectrogram& picture, int column) {
  int best = 0;
  for (int row = 1; row < picture.rows; ++row)
    if (picture.at(row, column) > picture.at(best, column)) best = row;
  return best;
}

TEST(Spectrogram, PutsASineOnItsRowOnEitherAxis) {
  const auto clip = test::sine(2000, 0.1, kNoteSamples);  // on bin 128
  for (const auto axis : {FrequencyAxis::Linear, FrequencyAxis::Logarithmic}) {
    const auto picture = pictureOf(clip, axis);
    EXPECT_EQ(picture.columns, 501);
    EXPECT_DOUBLE_EQ(picture.stepSeconds, 0.008);
    const int row = loudestRow(picture, 250);
    EXPECT_LT(std::abs(picture.hertzOf(row) - 2000),
              picture.hertzOf(row + 1) - picture.hertzOf(row));
    EXPECT_NEAR(picture.at(row, 250), -20, 0.1);
  }
}

TEST(Spectrogram, TheAxesHaveTheirEnds) {
  const auto clip = test::noise(0.1, 16000);
  const auto linear = pictureOf(clip, FrequencyAxis::Linear);
  EXPECT_DOUBLE_EQ(linear.hertzOf(0), 0);
  EXPECT_DOUBLE_EQ(linear.hertzOf(255), 8000);
  const auto logarithmic = pictureOf(clip, FrequencyAxis::Logarithmic);
  EXPECT_NEAR(logarithmic.hertzOf(0), 32.7, 1e-9);
  EXPECT_NEAR(logarithmic.hertzOf(255), 8000, 1e-6);
}

TEST(Spectrogram, SilenceIsAtTheFloor) {
  const auto picture = pictureOf(test::silence(16000), FrequencyAxis::Linear);
  for (const float level : picture.levelDb) ASSERT_NEAR(level, -140, 1e-3);
}

TEST(Spectrogram, RefusesAndCancels) {
  Unwatched watcher;
  const auto clip = test::noise(0.1, 16000);
  EXPECT_FALSE(spectrogram(clip, {.fft = 63}, watcher));
  EXPECT_FALSE(spectrogram(clip, {.fft = 1024, .hop = 1024}, watcher));
  EXPECT_FALSE(spectrogram(clip, {.rows = 1}, watcher));
  SpectrogramParams low;
  low.lowest = 9000;
  EXPECT_FALSE(spectrogram(clip, low, watcher));
  EXPECT_FALSE(spectrogram(audio::AudioClip(), {}, watcher));
  test::Impatient impatient(2);
  EXPECT_EQ(spectrogram(clip, {}, impatient).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace timbre::analysis
