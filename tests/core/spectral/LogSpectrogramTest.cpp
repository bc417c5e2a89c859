#include "spectral/LogSpectrogram.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "Signals.h"

namespace timbre::spectral {
namespace {

TEST(LogSpectrogram, HasTheShapeTheNetworkTakes) {
  const auto picture = logSpectrogram(pluck());
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->bins, 512);
  EXPECT_EQ(picture->frames, 256);
  EXPECT_EQ(picture->values.size(), 512u * 256u);
  for (int bin = 0; bin < 512; ++bin) {
    for (int frame = 251; frame < 256; ++frame) EXPECT_EQ(picture->at(bin, frame), 0);
  }
}

TEST(LogSpectrogram, MeasuresDecibelsBelowTheLoudestCell) {
  std::vector<float> samples(32000);
  const auto loud = sine(1000, 0.5, 32000), quiet = sine(3000, 0.0005, 32000);  // bins 64 and 192
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = loud.samples()[i] + quiet.samples()[i];
  }
  const auto picture = logSpectrogram(audio::AudioClip(samples, kModelRate));
  ASSERT_TRUE(picture);
  // At the edges the mirrored sine is a little louder, which moves the reference by less than 0.1
  // dB.
  EXPECT_NEAR(picture->at(64, 60), 1, 0.1 / 120);
  EXPECT_NEAR(picture->at(192, 60), 1 - 60.0 / 120, 0.2 / 120);
}

TEST(LogSpectrogram, DrawsSilenceAsSilence) {
  const auto picture = logSpectrogram(silence(64000));
  ASSERT_TRUE(picture);
  EXPECT_EQ(std::count(picture->values.begin(), picture->values.end(), 0.0f), 512 * 256);
}

TEST(LogSpectrogram, StaysBetweenZeroAndOne) {
  const auto picture = logSpectrogram(noise(1, 20000));
  const auto [least, most] = std::minmax_element(picture->values.begin(), picture->values.end());
  EXPECT_GE(*least, 0);
  EXPECT_NEAR(*most, 1, 1e-6);
}

TEST(LogSpectrogram, GoesBackToMagnitudesUpToTheNotesLoudness) {
  const auto clip = noise(0.3, 64000);
  const auto spectrum = stft(clip.samples(), {});
  const auto magnitudes = magnitudesOf(*logSpectrogram(clip));
  ASSERT_EQ(magnitudes.size(), 513u * 256u);
  float most = 0;
  for (const auto& cell : spectrum->cells) most = std::max(most, std::abs(cell));
  for (const int bin : {1, 100, 511}) {
    for (const int frame : {3, 200}) {
      // Single precision of a logarithm of up to 120 dB.
      EXPECT_NEAR(magnitudes[bin * 256 + frame], std::abs(spectrum->at(bin, frame)) / most, 1e-5);
    }
  }
  EXPECT_FLOAT_EQ(magnitudes[512 * 256 + 100], 1e-6f);  // the bin that was left out
}

TEST(LogSpectrogram, RefusesAnEmptySound) {
  EXPECT_EQ(logSpectrogram(audio::AudioClip()).error().code, ErrorCode::BadFormat);
}

}  // namespace
}  // namespace timbre::spectral
