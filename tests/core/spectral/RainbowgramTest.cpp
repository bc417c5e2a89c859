#include "spectral/Rainbowgram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "Signals.h"
#include "audio/AudioFile.h"

namespace timbre::spectral {
namespace {

Rainbowgram pictureOf(const audio::AudioClip& clip, const RainbowgramParams& params = {}) {
  Unwatched nobody;
  auto picture = rainbowgram(clip, params, nobody);
  EXPECT_TRUE(picture);
  return picture ? *picture : Rainbowgram{};
}

TEST(Rainbowgram, HasTheShapeOfThePaper) {
  const auto picture = pictureOf(pluck());
  EXPECT_EQ(picture.bins, 240);
  EXPECT_EQ(picture.frames, 251);
  EXPECT_EQ(picture.levelDb.size(), 240u * 251u);
  EXPECT_EQ(picture.phaseAdvance.size(), 240u * 251u);
  EXPECT_DOUBLE_EQ(picture.secondsOf(125), 2.0);
}

TEST(Rainbowgram, ShowsTheAdvanceOfASteadyTone) {
  const auto picture = pictureOf(sine(440, 1, 32000));
  // wrap(2 * 440 * 256 / 16000) = 14.08 - 14; the negative frequency's leak moves it by 1e-7.
  EXPECT_NEAR(picture.phaseAdvance[picture.index(110, 60)], 0.08, 1e-5);
  EXPECT_NEAR(picture.levelDb[picture.index(110, 60)], 0, 0.01);
  EXPECT_NEAR(instantaneousFrequency(picture, 110, 60), 440, 1e-3);
}

TEST(Rainbowgram, BeginsWithThePhaseItself) {
  Unwatched nobody;
  const auto clip = pluck(8000);
  const auto cells = constantQ(clip, {}, nobody);
  const auto picture = pictureOf(clip);
  for (const int bin : {0, 70, 239}) {
    EXPECT_NEAR(picture.phaseAdvance[picture.index(bin, 0)],
                std::arg(cells->at(bin, 0)) / std::numbers::pi, 1e-6);
  }
}

TEST(Rainbowgram, ReadsAFrequencyBetweenTwoBins) {
  const auto picture = pictureOf(sine(330.5, 1, 32000));
  const int bin = static_cast<int>(std::lround(binOfFrequency(picture, 330.5)));
  EXPECT_NEAR(instantaneousFrequency(picture, bin, 60), 330.5, 0.01);
  EXPECT_DOUBLE_EQ(instantaneousFrequency(picture, bin, 0), frequencyOfBin(picture, bin));
}

TEST(Rainbowgram, StaysWithinItsRanges) {
  const auto picture = pictureOf(noise(0.5, 32000));
  const auto [least, most] = std::minmax_element(picture.levelDb.begin(), picture.levelDb.end());
  EXPECT_GE(*least, -70);
  EXPECT_NEAR(*most, 0, 1e-4);  // a logarithm in single precision
  for (const float advance : picture.phaseAdvance) ASSERT_LE(std::abs(advance), 1);
}

TEST(Rainbowgram, DrawsSilenceAtTheFloor) {
  const auto picture = pictureOf(silence(16000));
  EXPECT_EQ(std::count(picture.levelDb.begin(), picture.levelDb.end(), -70.0f),
            static_cast<std::ptrdiff_t>(picture.levelDb.size()));
  EXPECT_EQ(picture.level(100, 10), 0);
  EXPECT_EQ(picture.peakPower, 0);
  EXPECT_FALSE(commonReference(std::span(&picture, 1)));
}

TEST(Rainbowgram, DoesNotDependOnTheScaleOfTheSamples) {
  const auto loud = pictureOf(sine(440, 1, 16000)), quiet = pictureOf(sine(440, 1e-3, 16000));
  for (const int bin : {100, 110, 115}) {
    // -60 dBFS still has 24 bits in single precision: only the logarithm's last digits differ.
    EXPECT_NEAR(loud.levelDb[loud.index(bin, 30)], quiet.levelDb[quiet.index(bin, 30)], 1e-3);
  }
}

TEST(Rainbowgram, SharesOneScaleAmongPictures) {
  const std::vector<Rainbowgram> own{pictureOf(sine(440, 1, 16000)),
                                     pictureOf(sine(440, 0.1, 16000))};
  RainbowgramParams params;
  params.referencePower = commonReference(own);
  EXPECT_DOUBLE_EQ(params.referencePower.value_or(0), own[0].peakPower);
  const auto quiet = pictureOf(sine(440, 0.1, 16000), params);
  EXPECT_NEAR(*std::max_element(quiet.levelDb.begin(), quiet.levelDb.end()), -20, 1e-3);
  EXPECT_NEAR(quiet.level(110, 30), 1 - 20.0 / 70, 1e-3);
}

TEST(Rainbowgram, RefusesAFloorThatIsNone) {
  Unwatched nobody;
  RainbowgramParams params;
  params.floorDb = 0;
  EXPECT_EQ(rainbowgram(pluck(1000), params, nobody).error().code, ErrorCode::Unsupported);
}

TEST(Rainbowgram, NamesNotesAndCents) {
  EXPECT_EQ(noteAndCents(440), "A4");
  EXPECT_EQ(noteAndCents(440 * std::exp2(12.0 / 1200)), "A4 +12 ct");
  EXPECT_EQ(noteAndCents(440 * std::exp2(-30.0 / 1200)),
            "A4 \u2212"
            "30 ct");
  EXPECT_NEAR(pitchOfBin(pictureOf(pluck(1000)), 110).value, 69, 1e-6);
  EXPECT_NEAR(pitchOfBin(pictureOf(pluck(1000)), 0).value, 36, 1e-6);
}

// Golden: librosa 0.10.2, whose kernels are thinned out by 1 %: cells deviate, most of all in quiet
// places.
TEST(Rainbowgram, LooksAsLibrosaDrawsAGenuineNote) {
  const std::string note = "keyboard_acoustic_004-058-127";
  const auto path = std::filesystem::path(TIMBRE_EXTERNAL) / "nsynth-notes/audio" / (note + ".wav");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const auto picture = pictureOf(*audio::readAudio(path));
  const std::string stem = std::string(TIMBRE_GOLDEN) + "/cqt/" + note + "_rainbow_";
  const auto levels = goldenArray<float>(stem + "mag_librosa0.10.2.post1.npy");
  const auto advances = goldenArray<float>(stem + "dphase_librosa0.10.2.post1.npy");
  ASSERT_EQ(levels.size(), picture.levelDb.size());
  ASSERT_EQ(advances.size(), picture.levelDb.size());
  double difference = 0;
  int loud = 0, shifted = 0;
  for (int bin = 0; bin < 240; ++bin) {
    for (int frame = 0; frame < 251; ++frame) {
      const std::size_t stored = static_cast<std::size_t>(frame) * 240 + bin;
      difference += std::abs(picture.level(bin, frame) - levels[stored]);
      if (picture.level(bin, frame) < 0.6) continue;
      ++loud;
      const double turn = picture.phaseAdvance[picture.index(bin, frame)] - advances[stored];
      if (std::abs(std::remainder(turn, 2.0)) > 0.05) ++shifted;
    }
  }
  EXPECT_LT(difference / static_cast<double>(levels.size()), 0.01);
  ASSERT_GT(loud, 500);
  EXPECT_LT(shifted, loud / 20);
}

}  // namespace
}  // namespace timbre::spectral
