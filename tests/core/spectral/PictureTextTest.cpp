#include "spectral/PictureText.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::spectral {
namespace {

using testing::HasSubstr;

/// F♯3 with three harmonics; the second one dies by 30 dB a second.
Rainbowgram pictureOfTone() {
  std::vector<float> sum(kNoteSamples);
  for (int n = 1; n <= 3; ++n) {
    const auto one = test::sine(184.997 * n, 0.3 / n, kNoteSamples);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const double fade = n == 2 ? std::pow(10.0, -1.5 * static_cast<double>(i) / 16000) : 1;
      sum[i] += static_cast<float>(fade) * one.samples()[i];
    }
  }
  Unwatched watcher;
  return rainbowgram({std::move(sum), kModelRate}, {}, watcher).value();
}

TEST(PictureText, FindsTheLinesOfATone) {
  const auto lines = loudestLines(pictureOfTone());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_NEAR(lines[0].hertz, 184.997, 0.2);
  std::vector<double> all;
  for (const auto& line : lines) all.push_back(line.hertz);
  EXPECT_THAT(all, testing::UnorderedElementsAre(testing::DoubleNear(184.997, 0.3),
                                                 testing::DoubleNear(369.994, 0.5),
                                                 testing::DoubleNear(554.99, 0.5)));
  for (const auto& line : lines) {
    const double fall = line.peakDb - line.laterDb;
    if (std::abs(line.hertz - 370) < 2)
      EXPECT_NEAR(fall, 30, 4);
    else
      EXPECT_LT(fall, 2);
  }
}

TEST(PictureText, SaysPitchLevelsAndCourse) {
  const std::string text = describe(pictureOfTone());
  EXPECT_THAT(text, HasSubstr("Sound of 4.0 s with pitch F♯3 ("));
  EXPECT_THAT(text, HasSubstr("steady"));
  EXPECT_THAT(text, HasSubstr("dB within a second"));
  EXPECT_THAT(describe(pictureOfTone(), 415.3), HasSubstr("with pitch G3 ("));
}

TEST(PictureText, SaysWhenThereIsNothing) {
  Unwatched watcher;
  const auto silent = rainbowgram(test::silence(kNoteSamples), {}, watcher).value();
  EXPECT_TRUE(loudestLines(silent).empty());
  EXPECT_EQ(describe(silent), "Silence of 4.0 s.");
  EXPECT_EQ(describe(Rainbowgram{}), "Silence of 0.0 s.");
}

}  // namespace
}  // namespace timbre::spectral
