#include "audio/AudioFile.h"
#include "audio/AudioWriter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <limits>

#include "support/Sentences.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

std::string little(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

struct WavKind {
  int channels = 1;
  int rate = 16000;
  int bits = 16;
  bool floating = false;
};

/// A WAV by hand, so that the reader is not tested against our own writer alone.
std::string wav(const WavKind& kind, const std::string& data) {
  const int frame = kind.channels * kind.bits / 8;
  const std::string format = little(kind.floating ? 3 : 1, 2) + little(kind.channels, 2) +
                             little(kind.rate, 4) + little(kind.rate * frame, 4) +
                             little(frame, 2) + little(kind.bits, 2);
  const auto size = static_cast<std::uint32_t>(data.size());
  return "RIFF" + little(36 + size, 4) + "WAVEfmt " + little(16, 4) + format + "data" +
         little(size, 4) + data;
}

std::string floats(std::initializer_list<float> values) {
  std::string data;
  for (const float value : values) data += little(std::bit_cast<std::uint32_t>(value), 4);
  return data;
}

std::string shorts(int count) {
  std::string data;
  for (int i = 0; i < count; ++i) data += little(static_cast<std::uint32_t>(i % 1000), 2);
  return data;
}

void expectRefused(const std::filesystem::path& path, ErrorCode code, const std::string& words) {
  for (const auto& read : {readAudio(path), readAudioAt(path)}) {
    ASSERT_FALSE(read) << path;
    EXPECT_EQ(read.error().code, code) << read.error().message;
    EXPECT_THAT(read.error().message, testing::HasSubstr(words));
    test::expectSentence(read.error(), path);
  }
}

TEST(AudioFile, SixteenBitSamplesComeBackAsTheyWere) {
  const TemporaryFolder folder;
  std::vector<float> samples;
  for (int k = -32768; k < 32768; k += 7) samples.push_back(static_cast<float>(k) / 32768);
  for (const bool flac : {false, true}) {
    const auto path = folder / (flac ? "a.flac" : "a.wav");
    const AudioClip clip(samples, SampleRate(22050));
    ASSERT_TRUE(flac ? writeFlac(path, clip) : writeWav(path, clip));
    const auto back = readAudio(path);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(back->rate(), SampleRate(22050));
    EXPECT_THAT(back->samples(), testing::ElementsAreArray(samples));
  }
}

TEST(AudioFile, TwentyFourBitsRoundToTheNearestStep) {
  const TemporaryFolder folder;
  const auto clip = test::noise(0.99, 5000);
  ASSERT_TRUE(writeWav(folder / "a.wav", clip, SampleFormat::S24));
  const auto back = readAudio(folder / "a.wav");
  ASSERT_TRUE(back);
  for (std::size_t i = 0; i < clip.samples().size(); ++i)  // half a step of 2^-23
    ASSERT_NEAR(back->samples()[i], clip.samples()[i], 0.5 / 8388608);
}

TEST(AudioFile, FloatSamplesAreExactAlsoBeyondFullScale) {
  const TemporaryFolder folder;
  const std::vector<float> samples{0, 1e-30f, -0.1f, 1.5f, -27, 0.33333334f};
  ASSERT_TRUE(writeWav(folder / "a.wav", {samples, SampleRate(48000)}, SampleFormat::Float32));
  const auto back = readAudio(folder / "a.wav");
  ASSERT_TRUE(back);
  EXPECT_THAT(back->samples(), testing::ElementsAreArray(samples));
}

TEST(AudioFile, IntegersStopAtFullScaleInsteadOfWrapping) {
  const TemporaryFolder folder;
  for (const auto format : {SampleFormat::S16, SampleFormat::S24}) {
    ASSERT_TRUE(writeWav(folder / "a.wav", {{1.0f, 2.0f, -1.0f, -2.0f}, kModelRate}, format));
    const auto back = readAudio(folder / "a.wav");
    ASSERT_TRUE(back);
    EXPECT_GT(back->samples()[0], 0.9999f);
    EXPECT_EQ(back->samples()[1], back->samples()[0]);
    EXPECT_EQ(back->samples()[2], -1.0f);
    EXPECT_EQ(back->samples()[3], -1.0f);
  }
}

TEST(AudioFile, TheSameClipGivesTheSameBytes) {
  const TemporaryFolder folder;
  const auto clip = test::noise(0.5, 3000);
  for (const auto format : {SampleFormat::S16, SampleFormat::S24, SampleFormat::Float32}) {
    ASSERT_TRUE(writeWav(folder / "a.wav", clip, format));
    ASSERT_TRUE(writeWav(folder / "b.wav", clip, format));
    EXPECT_EQ(test::textOf(folder / "a.wav"), test::textOf(folder / "b.wav"));
  }
  // A PEAK chunk would hold the time of day: bytes that change once a second escape the comparison
  // above.
  EXPECT_EQ(test::textOf(folder / "a.wav").find("PEAK"), std::string::npos);
}

TEST(AudioFile, TagsAreInTheFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeWav(folder / "a.wav", test::noise(0.5, 100), SampleFormat::S16,
                       {.title = "Half a flute", .comment = "seed 7"}));
  const std::string bytes = test::textOf(folder / "a.wav");
  EXPECT_NE(bytes.find("Half a flute"), std::string::npos);
  EXPECT_NE(bytes.find("seed 7"), std::string::npos);
  EXPECT_TRUE(readAudio(folder / "a.wav"));
}

TEST(AudioFile, ChannelsAreFoldedToTheirMean) {
  const TemporaryFolder folder;
  test::writeText(folder / "two.wav",
                  wav({2, 44100, 32, true}, floats({1.0f, 0.0f, -0.5f, 0.25f})));
  const auto two = readAudio(folder / "two.wav");
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_THAT(two->samples(), testing::ElementsAre(0.5f, -0.125f));
  test::writeText(folder / "three.wav", wav({3, 44100, 32, true}, floats({0.3f, 0.6f, 0.9f})));
  const auto three = readAudio(folder / "three.wav");
  ASSERT_TRUE(three);
  EXPECT_NEAR(three->samples()[0], 0.6f, 1e-6);  // float rounding
}

TEST(AudioFile, AnyUsualRateAndWidthIsRead) {
  const TemporaryFolder folder;
  for (const int rate : {8000, 44100, 96000})
    for (const int bits : {16, 24}) {
      const int frames = rate / 10;
      test::writeText(folder / "a.wav", wav({1, rate, bits, false}, shorts(frames * bits / 16)));
      const auto whole = readAudio(folder / "a.wav");
      ASSERT_TRUE(whole) << whole.error().message;
      EXPECT_EQ(whole->rate().hz, rate);
      EXPECT_EQ(whole->samples().size(), static_cast<std::size_t>(frames));
      const auto at16k = readAudioAt(folder / "a.wav");
      ASSERT_TRUE(at16k);
      EXPECT_EQ(at16k->rate(), kModelRate);
      EXPECT_EQ(at16k->samples().size(), 1600u);
    }
}

TEST(AudioFile, AToneKeepsItsPitchAndLevelOnTheWayToTheModelsRate) {
  const TemporaryFolder folder;
  for (const int rate : {8000, 48000, 96000}) {
    ASSERT_TRUE(writeWav(folder / "a.wav", test::sine(440, 0.5, rate, SampleRate(rate)),
                         SampleFormat::Float32));
    const auto tone = readAudioAt(folder / "a.wav");
    ASSERT_TRUE(tone);
    const auto middle = tone->samples().subspan(2000, 12000);            // 330 whole periods
    EXPECT_NEAR(test::amplitudeAt(middle, 440, kModelRate), 0.5, 1e-4);  // the filter's ripple
  }
}

TEST(AudioFile, SilenceIsASound) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeWav(folder / "a.wav", test::silence(1000)));
  const auto back = readAudio(folder / "a.wav");
  ASSERT_TRUE(back);
  EXPECT_EQ(peakOf(*back), 0);
}

TEST(AudioFile, ANoteOfTwentyMinutesIsReadAndOneOverTheLimitRefused) {
  const TemporaryFolder folder;
  constexpr int kSamples = 20 * 60 * 16000;
  ASSERT_TRUE(writeWav(folder / "long.wav", test::silence(kSamples)));
  const auto whole = readAudioAt(folder / "long.wav", SampleRate(8000));
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->samples().size(), static_cast<std::size_t>(kSamples / 2));
  const auto refused = readAudio(folder / "long.wav", 60);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("lasts 20 minutes"));
  test::expectSentence(refused.error(), folder / "long.wav");
}

TEST(AudioFile, WhatIsNoSoundIsRefusedWithASentence) {
  const TemporaryFolder folder;
  expectRefused(folder / "none.wav", ErrorCode::NotFound, "No file");
  test::writeText(folder / "empty.wav", "");
  expectRefused(folder / "empty.wav", ErrorCode::BadFormat, "is empty");
  test::writeText(folder / "text.wav", "Dear diary,\nthis is no sound, though I named it so.\n");
  expectRefused(folder / "text.wav", ErrorCode::BadFormat, "not a readable sound file");
  // libsndfile takes these two for headerless sound by their names alone.
  test::writeText(folder / "text.gsm", "Dear diary, and so on and on and on for a while");
  expectRefused(folder / "text.gsm", ErrorCode::BadFormat, "not a readable sound file");
  test::writeText(folder / "text.vox", "Dear diary, and so on and on and on for a while");
  expectRefused(folder / "text.vox", ErrorCode::BadFormat, "not a readable sound file");
  std::filesystem::create_directory(folder / "folder.wav");
  expectRefused(folder / "folder.wav", ErrorCode::BadFormat, "is a folder");
  test::writeText(folder / "nothing.wav", wav({}, ""));
  expectRefused(folder / "nothing.wav", ErrorCode::BadFormat, "holds no samples");
}

TEST(AudioFile, AFileCutShortIsRefusedWhereverItWasCut) {
  const TemporaryFolder folder;
  const std::string whole = wav({}, shorts(8000));
  for (const std::size_t kept : {std::size_t{6}, std::size_t{20}, std::size_t{40}, std::size_t{44},
                                 std::size_t{45}, whole.size() / 2, whole.size() - 400}) {
    test::writeText(folder / "cut.wav", whole.substr(0, kept));
    expectRefused(folder / "cut.wav", ErrorCode::BadFormat, kept < 44 ? "sound" : "cut short");
  }
  ASSERT_TRUE(writeFlac(folder / "whole.flac", test::noise(0.5, 64000)));
  const std::string flac = test::textOf(folder / "whole.flac");
  test::writeText(folder / "cut.flac", flac.substr(0, flac.size() / 2));
  expectRefused(folder / "cut.flac", ErrorCode::BadFormat, "cut short");
}

TEST(AudioFile, AWavFromAPipeThatDoesNotKnowItsLengthIsRead) {
  const TemporaryFolder folder;
  std::string bytes = wav({}, shorts(1000));
  bytes.replace(40, 4, little(0xffffffff, 4));
  bytes.replace(4, 4, little(0xffffffff, 4));
  test::writeText(folder / "pipe.wav", bytes);
  const auto read = readAudio(folder / "pipe.wav");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->samples().size(), 1000u);
}

TEST(AudioFile, ALyingHeaderIsNotBelieved) {
  const TemporaryFolder folder;
  test::writeText(folder / "channels.wav", wav({1000, 16000, 16, false}, shorts(8000)));
  expectRefused(folder / "channels.wav", ErrorCode::BadFormat, "has 1000 channels");
  test::writeText(folder / "rate.wav", wav({1, 7, 16, false}, shorts(100)));
  expectRefused(folder / "rate.wav", ErrorCode::BadFormat, "at 7 Hz");
}

TEST(AudioFile, SamplesThatAreNoNumbersAreRefused) {
  const TemporaryFolder folder;
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    test::writeText(folder / "bad.wav", wav({1, 16000, 32, true}, floats({0.5f, bad, 0.5f})));
    expectRefused(folder / "bad.wav", ErrorCode::BadFormat, "not finite numbers");
    const auto written = writeWav(folder / "out.wav", {{0.5f, bad}, kModelRate});
    ASSERT_FALSE(written);
    test::expectSentence(written.error(), folder / "out.wav");
    EXPECT_FALSE(std::filesystem::exists(folder / "out.wav"));
  }
}

TEST(AudioFile, AFolderThatCannotBeWrittenIsNamedAndNothingIsLeft) {
  const TemporaryFolder folder;
  const auto clip = test::noise(0.5, 100);
  const auto below = test::belowAFile(folder) / "a.wav";
  std::filesystem::create_directory(folder / "taken.wav");
  for (const auto& path : {below, folder / "none" / "a.wav", folder / "taken.wav"}) {
    for (const auto& written : {writeWav(path, clip), writeFlac(path, clip)}) {
      ASSERT_FALSE(written) << path;
      test::expectSentence(written.error(), path);
    }
  }
  EXPECT_EQ(test::entriesIn(folder.path()), 2);  // the file and the folder made above
}

TEST(AudioFile, ASoundThatFailsToBeWrittenLeavesTheOldOne) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeWav(folder / "a.wav", test::noise(0.5, 100)));
  const std::string before = test::textOf(folder / "a.wav");
  EXPECT_FALSE(writeWav(folder / "a.wav", {{std::numeric_limits<float>::infinity()}, kModelRate}));
  EXPECT_EQ(test::textOf(folder / "a.wav"), before);
  EXPECT_EQ(test::entriesIn(folder.path()), 1);
}

TEST(AudioFile, RecordingsOfOtherPeopleAreRead) {
  const std::filesystem::path folder = std::filesystem::path(TIMBRE_EXTERNAL) / "recordings";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no " << folder;
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") continue;  // FLAC, MP3 and Ogg
    const auto clip = readAudioAt(entry.path());
    ASSERT_TRUE(clip) << clip.error().message;
    EXPECT_GT(peakOf(*clip), 0.001f) << entry.path();
    ++read;
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace timbre::audio
