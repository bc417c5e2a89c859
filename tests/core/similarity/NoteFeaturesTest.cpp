#include "similarity/NoteFeatures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/Sounds.h"

namespace timbre::similarity {
namespace {

/// Harmonics of `hertz`, each `step` dB below the one before, with a linear rise of `attack` s.
audio::AudioClip note(double hertz, double step, double attack, double level = 0.3) {
  std::vector<float> wave(32000);
  for (std::size_t i = 0; i < wave.size(); ++i) {
    const double t = static_cast<double>(i) / 16000;
    double sum = 0;
    for (int h = 1; h * hertz < 7000 && h <= 20; ++h)
      sum += std::pow(10, -step * (h - 1) / 20) * std::sin(2 * std::numbers::pi * h * hertz * t);
    wave[i] = static_cast<float>(level * std::min(1.0, t / attack) * sum);
  }
  return {std::move(wave), kModelRate};
}

double distance(const NoteFeatures& a, const NoteFeatures& b) {
  double sum = 0;
  for (std::size_t i = 0; i + kPitchTerms < a.values.size(); ++i)
    sum += std::pow(a.values[i] - b.values[i], 2);
  return std::sqrt(sum);
}

TEST(NoteFeatures, AspectsAreWhatTheSoundWasMadeWith) {
  const auto made = noteFeatures(note(220, 6, 0.1), 57);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->values.size(), static_cast<std::size_t>(kFeatures));
  EXPECT_EQ(made->aspects.pitch, 57);
  EXPECT_NEAR(made->aspects.attack, 0.08, 0.02) << "from 10 % to 90 % of a linear rise";
  EXPECT_NEAR(made->aspects.brightness, 293, 15) << "powers fall by four from harmonic to harmonic";
  const auto louder = noteFeatures(note(220, 6, 0.1, 0.6), 57);
  EXPECT_NEAR(louder->aspects.level - made->aspects.level, 6.02, 0.1);
  EXPECT_LT(distance(*made, *louder), 0.01) << "level is taken out";
}

TEST(NoteFeatures, AnotherSpectrumIsFartherThanAnotherPitch) {
  const auto dull = *noteFeatures(note(220, 12, 0.01), 57);
  const auto dullHigher = *noteFeatures(note(261.63, 12, 0.01), 60);
  const auto bright = *noteFeatures(note(220, 2, 0.01), 57);
  const auto slow = *noteFeatures(note(220, 12, 0.5), 57);
  EXPECT_LT(distance(dull, dullHigher), distance(dull, bright));
  EXPECT_GT(distance(dull, slow), 1);
}

TEST(NoteFeatures, ShortOnesAreTakenAndSilenceIsRefused) {
  EXPECT_TRUE(noteFeatures(test::sine(440, 0.5, 3000), 69));
  EXPECT_FALSE(noteFeatures(test::silence(16000), 60));
  EXPECT_FALSE(noteFeatures(audio::AudioClip(), 60));
}

TEST(NoteFeatures, AnEmbeddingGivesMeanSpreadAndBeginning) {
  latent::Embedding z;
  z.frames = 2;
  z.channels = 2;
  z.values = {1, 5, 3, 5};
  const auto values = embeddingFeatures(z);
  EXPECT_EQ(values, (std::vector<float>{2, 5, 1, 0, 1, 5}));
}

}  // namespace
}  // namespace timbre::similarity
