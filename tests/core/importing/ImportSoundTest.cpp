#include "importing/ImportSound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "audio/AudioWriter.h"
#include "support/Sentences.h"
#include "support/SoundFiles.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

using audio::AudioClip;
using test::TemporaryFolder;

Result<ImportedSound> imported(const std::filesystem::path& path, int sound = -1) {
  Unwatched quiet;
  return importSound(path, quiet, sound);
}

/// One after the other.
AudioClip chain(std::initializer_list<AudioClip> parts) {
  std::vector<float> samples;
  for (const AudioClip& part : parts)
    samples.insert(samples.end(), part.samples().begin(), part.samples().end());
  return {std::move(samples), parts.begin()->rate()};
}

/// Falls by 40 dB.
AudioClip dying(double hertz, int samples) {
  const auto steady = test::sine(hertz, 0.5, samples);
  std::vector<float> wave(steady.samples().begin(), steady.samples().end());
  for (int i = 0; i < samples; ++i)
    wave[static_cast<std::size_t>(i)] *=
        static_cast<float>(std::pow(0.01, double{1} * i / samples));
  return {std::move(wave), steady.rate()};
}

void expectNote(const ImportedSound& sound) {
  EXPECT_EQ(sound.clip.samples().size(), static_cast<std::size_t>(kNoteSamples));
  EXPECT_EQ(sound.clip.rate(), kModelRate);
  EXPECT_NEAR(decibels(audio::peakOf(sound.clip)), -1, 0.01);  // float rounding
}

TEST(ImportSound, EveryUsualFormatBecomesANote) {
  const TemporaryFolder folder;
  const auto tone = test::sine(440, 0.4, 48000, SampleRate(48000));
  for (const char* kind : test::kSoundKinds) {
    const auto path = folder / (std::string("a.") + kind);
    test::writeSound(path, {tone, tone});
    const auto sound = imported(path);
    ASSERT_TRUE(sound) << sound.error().message;
    expectNote(*sound);
    ASSERT_TRUE(sound->heard) << kind;
    EXPECT_EQ(sound->heard->key(), 69) << kind;
    EXPECT_NEAR(sound->heard->cents(), 0, 3) << kind;  // what YIN is good for on a sine
    EXPECT_EQ(sound->segmentation.channels, 2) << kind;
  }
}

TEST(ImportSound, AnyRateComesOutInTune) {
  const TemporaryFolder folder;
  for (const int rate : {8000, 11025, 16000, 22050, 44100, 96000, 192000}) {
    test::writeSound(folder / "a.wav", {test::sine(330, 0.4, rate, SampleRate(rate))});
    const auto sound = imported(folder / "a.wav");
    ASSERT_TRUE(sound) << sound.error().message;
    expectNote(*sound);
    EXPECT_EQ(sound->heard->key(), 64) << rate;
    EXPECT_NEAR(sound->end - sound->start, 1, 0.002) << rate;
  }
}

TEST(ImportSound, ChannelsOfOppositePhaseDoNotCancel) {
  const TemporaryFolder folder;
  const auto tone = test::sine(440, 0.4, 44100, SampleRate(44100));
  const auto inverted = test::sine(440, -0.4, 44100, SampleRate(44100));
  test::writeSound(folder / "a.wav", {tone, inverted});
  const auto sound = imported(folder / "a.wav");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->heard->key(), 69);
  // Nothing of the sound is residue: a sine with its peak at -1 dBFS.
  EXPECT_NEAR(test::amplitudeAt(sound->clip.samples().subspan(4000, 8000), 440, kModelRate), 0.891,
              0.01);
}

TEST(ImportSound, TheNoteBeginsJustBeforeItsAttack) {
  const TemporaryFolder folder;
  const auto recording =
      chain({test::noise(0.0003, 23456), test::sine(440, 0.5, 32000), test::silence(8000)});
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", recording));
  const auto sound = imported(folder / "a.wav");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_NEAR(sound->start, 23456 / 16000.0 - 0.005, 0.001);  // a period of the tone is 2 ms
  EXPECT_LT(test::rms(sound->clip.samples().first(60)), 0.01);
  EXPECT_GT(test::rms(sound->clip.samples().subspan(100, 200)), 0.4);
}

TEST(ImportSound, ALongNoteIsFadedAtFourSecondsAndAShortOnePadded) {
  const TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "long.wav", test::sine(440, 0.5, 16000 * 6)));
  const auto cut = imported(folder / "long.wav");
  ASSERT_TRUE(cut);
  EXPECT_NEAR(cut->end - cut->start, 4, 1e-9);
  EXPECT_GT(test::rms(cut->clip.samples().subspan(62000, 1000)), 0.5);
  EXPECT_LT(std::abs(cut->clip.samples().back()), 0.001f);
  ASSERT_TRUE(audio::writeWav(folder / "short.wav", test::sine(440, 0.5, 16000)));
  const auto padded = imported(folder / "short.wav");
  ASSERT_TRUE(padded);
  expectNote(*padded);
  EXPECT_EQ(test::rms(padded->clip.samples().subspan(17000)), 0);
}

TEST(ImportSound, AnyNoteOfALongRecordingCanBeTaken) {
  const TemporaryFolder folder;
  const auto gap = test::silence(16000);
  ASSERT_TRUE(audio::writeWav(
      folder / "a.wav", chain({gap, test::sine(220, 0.3, 16000), gap, test::sine(440, 0.5, 16000),
                               gap, test::sine(880, 0.2, 16000), gap})));
  const std::vector<int> keys{57, 69, 81};
  for (int i = 0; i < 3; ++i) {
    const auto sound = imported(folder / "a.wav", i);
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_EQ(sound->segmentation.sounds.size(), 3u);
    EXPECT_EQ(sound->heard->key(), keys[static_cast<std::size_t>(i)]);
    EXPECT_NEAR(sound->start, 1 + 2 * i - 0.005, 0.002);
  }
  EXPECT_EQ(imported(folder / "a.wav")->sound, 0);
  const auto beyond = imported(folder / "a.wav", 3);
  ASSERT_FALSE(beyond);
  test::expectSentence(beyond.error(), folder / "a.wav");
}

TEST(ImportSound, ANoteEndsWhereTheNextBegins) {
  const TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", chain({dying(220, 16000), dying(440, 16000)})));
  const auto first = imported(folder / "a.wav", 0);
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->segmentation.sounds.size(), 2u);
  EXPECT_EQ(first->heard->key(), 57);
  EXPECT_LE(first->end, 1.02);
}

TEST(ImportSound, ANoteThatFollowsAnotherWithoutAGapBeginsSoftly) {
  const TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav",
                              chain({test::sine(220, 0.4, 16000), test::sine(330, 0.4, 16000)})));
  const auto second = imported(folder / "a.wav", 1);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->segmentation.sounds.size(), 2u);
  EXPECT_NEAR(second->start, 1.0, 0.05);
  EXPECT_LT(std::abs(second->clip.samples()[0]), 0.01f);
  ASSERT_TRUE(second->heard);
  EXPECT_EQ(second->heard->key(), 64);
}

TEST(ImportSound, AnOffsetIsTakenAway) {
  const TemporaryFolder folder;
  auto shifted = test::sine(440, 0.3, 32000);
  std::vector<float> samples(shifted.samples().begin(), shifted.samples().end());
  for (float& x : samples) x += 0.4f;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", {samples, kModelRate}));
  const auto sound = imported(folder / "a.wav");
  ASSERT_TRUE(sound) << sound.error().message;
  double sum = 0;
  for (const float x : sound->clip.samples()) sum += x;
  EXPECT_NEAR(sum / kNoteSamples, 0, 0.005);
  EXPECT_EQ(sound->heard->key(), 69);
}

TEST(ImportSound, NoiseHasNoSurePitch) {
  const TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", test::noise(0.5, 32000)));
  const auto sound = imported(folder / "a.wav");
  ASSERT_TRUE(sound) << sound.error().message;
  ASSERT_TRUE(sound->heard);
  EXPECT_FALSE(sound->heard->isSure());
}

TEST(ImportSound, TheSameFileGivesTheSameNote) {
  const TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", test::noise(0.5, 50000, SampleRate(44100))));
  const auto once = imported(folder / "a.wav");
  const auto again = imported(folder / "a.wav");
  ASSERT_TRUE(once && again);
  EXPECT_THAT(once->clip.samples(), testing::ElementsAreArray(again->clip.samples()));
}

TEST(ImportSound, RealRecordingsAreInTuneWithTheirLabels) {
  const std::filesystem::path folder = TIMBRE_EXTERNAL "/recordings";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no recordings";
  int inTune = 0;
  int all = 0;
  std::ifstream table(folder / "PROVENANCE.csv");
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::vector<std::string> cells(1);
    for (const char c : line.substr(0, line.find('"')))
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    const auto sound = imported(folder / cells[0]);
    ASSERT_TRUE(sound) << sound.error().message;
    expectNote(*sound);
    EXPECT_EQ(sound->segmentation.sounds.size(), 1u) << cells[0];
    ++all;
    if (sound->heard && std::abs(sound->heard->pitch.value - std::stoi(cells[3])) <= 0.5) ++inTune;
  }
  EXPECT_EQ(all, 20);
  EXPECT_GE(inTune, 19);  // the organ sounds an octave below its key: its lowest drawbar is a 16'
}

}  // namespace
}  // namespace timbre::importing
