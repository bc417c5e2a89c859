#include "spectral/Stft.h"

#include <gtest/gtest.h>

#include "Signals.h"

namespace timbre::spectral {
namespace {

TEST(Stft, HasTheShapeOfThePaper) {
  const auto spectrum = stft(pluck().samples(), {});
  ASSERT_TRUE(spectrum);
  EXPECT_EQ(spectrum->bins, 513);
  EXPECT_EQ(spectrum->frames, 251);
}

// Written down plainly in double: periodic Hann, centred, the sound mirrored before its start and
// behind its end.
TEST(Stft, IsTheWindowedSumOverTheMirroredSound) {
  const auto clip = noise(0.5, 3000);
  const auto samples = clip.samples();
  const auto spectrum = stft(samples, {256, 64});
  ASSERT_TRUE(spectrum);
  for (const int frame : {0, 1, 20, 46}) {
    for (const int bin : {0, 1, 77, 128}) {
      std::complex<double> sum = 0;
      for (int i = 0; i < 256; ++i) {
        int at = frame * 64 + i - 128;
        if (at < 0) at = -at;
        if (at >= 3000) at = 2 * 2999 - at;
        const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / 256);
        sum += window * samples[at] * std::polar(1.0, -2 * std::numbers::pi * bin * i / 256);
      }
      // Single precision over 256 terms of this size.
      EXPECT_LT(std::abs(sum - std::complex<double>(spectrum->at(bin, frame))), 1e-5);
    }
  }
}

TEST(Stft, ComesBackAsTheSound) {
  for (const StftParams params : {StftParams{1024, 256}, {512, 128}, {256, 128}, {1024, 100}}) {
    const auto clip = noise(0.5, 8000);
    const auto back = istft(*stft(clip.samples(), params));
    ASSERT_TRUE(back);
    ASSERT_EQ(back->size(), static_cast<std::size_t>(8000 / params.hop * params.hop));
    for (std::size_t i = 0; i < back->size(); ++i) {
      ASSERT_NEAR((*back)[i], clip.samples()[i], 2e-6) << i;  // single precision
    }
  }
}

TEST(Stft, TakesASoundShorterThanItsWindow) {
  const auto spectrum = stft(noise(0.5, 10).samples(), {});
  ASSERT_TRUE(spectrum);
  EXPECT_EQ(spectrum->frames, 1);
  EXPECT_TRUE(stft(noise(0.5, 1).samples(), {}));
}

TEST(Stft, RefusesWhatItCannotTransform) {
  const auto clip = noise(0.5, 100);
  EXPECT_EQ(stft({}, {}).error().code, ErrorCode::BadFormat);
  for (const StftParams params :
       {StftParams{0, 1}, {1023, 256}, {1024, 0}, {1024, 600}, {1 << 20, 8}}) {
    EXPECT_EQ(stft(clip.samples(), params).error().code, ErrorCode::Unsupported);
  }
  Stft broken;
  broken.bins = 513;
  broken.frames = 4;
  EXPECT_EQ(istft(broken).error().code, ErrorCode::BadFormat);
}

}  // namespace
}  // namespace timbre::spectral
