// What is no sound, or a damaged one: a sentence each, and never a crash.
#include <gtest/gtest.h>

#include <limits>

#include "audio/AudioWriter.h"
#include "importing/ImportSound.h"
#include "support/Sentences.h"
#include "support/SoundFiles.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

using test::TemporaryFolder;

Result<ImportedSound> imported(const std::filesystem::path& path) {
  Unwatched quiet;
  return importSound(path, quiet);
}

void expectRefused(const std::filesystem::path& path) {
  const auto sound = imported(path);
  ASSERT_FALSE(sound) << path;
  test::expectSentence(sound.error(), path);
}

/// The bytes of a PCM WAV of `count` zero samples that claims what it is told.
std::string claiming(int channels, std::uint32_t rate, int count) {
  const auto little = [](std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
  };
  const auto frame = static_cast<std::uint32_t>(channels * 2);
  const auto size = static_cast<std::uint32_t>(count) * frame;
  return "RIFF" + little(36 + size, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) +
         little(static_cast<std::uint32_t>(channels), 2) + little(rate, 4) +
         little(rate * frame, 4) + little(frame, 2) + little(16, 2) + "data" + little(size, 4) +
         std::string(size, '\x11');
}

TEST(BadSound, WhatIsNoSoundIsRefusedWithASentence) {
  const TemporaryFolder folder;
  expectRefused(folder / "absent.wav");
  expectRefused(folder.path());
  test::writeText(folder / "empty.mp3", "");
  expectRefused(folder / "empty.mp3");
  test::writeText(folder / "letter.wav", "Dear reader, this is no sound at all.\n");
  expectRefused(folder / "letter.wav");
}

TEST(BadSound, SilenceAndHardlyAnySoundAreRefused) {
  const TemporaryFolder folder;
  test::writeText(folder / "none.wav", claiming(1, 16000, 0));
  expectRefused(folder / "none.wav");
  ASSERT_TRUE(audio::writeWav(folder / "silent.wav", test::silence(32000)));
  expectRefused(folder / "silent.wav");
  ASSERT_TRUE(audio::writeWav(folder / "one.wav", {{0.5f}, kModelRate}));
  expectRefused(folder / "one.wav");
}

TEST(BadSound, FloatsAreJudgedAgainstTheirOwnNoise) {
  const TemporaryFolder folder;
  const auto note = test::sine(440, 1, 32000);
  for (const float gain : {1e-6f, 1e-7f}) {  // -120 and -140 dBFS
    std::vector<float> samples(note.samples().begin(), note.samples().end());
    for (float& x : samples) x *= gain;
    ASSERT_TRUE(
        audio::writeWav(folder / "a.wav", {samples, kModelRate}, audio::SampleFormat::Float32));
    const auto sound = imported(folder / "a.wav");
    ASSERT_TRUE(sound) << sound.error().message;
    ASSERT_TRUE(sound->heard);
    EXPECT_EQ(sound->heard->key(), 69);
  }
}

TEST(BadSound, SamplesThatAreNoNumbersAreRefused) {
  const TemporaryFolder folder;
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    SF_INFO info{};
    info.samplerate = 16000;
    info.channels = 1;
    info.format = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    SNDFILE* file = sf_open((folder / "a.wav").c_str(), SFM_WRITE, &info);
    std::vector<float> samples(16000, 0.5f);
    samples[9000] = bad;
    sf_writef_float(file, samples.data(), 16000);
    sf_close(file);
    expectRefused(folder / "a.wav");
  }
}

TEST(BadSound, HugeFloatsBecomeANoteOrASentence) {
  const TemporaryFolder folder;
  for (const float loud : {30.0f, 1e20f, 3e38f}) {
    std::vector<float> samples(16000);
    for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = i / 20 % 2 ? loud : -loud;
    ASSERT_TRUE(
        audio::writeWav(folder / "a.wav", {samples, kModelRate}, audio::SampleFormat::Float32));
    if (const auto sound = imported(folder / "a.wav")) {
      for (const float x : sound->clip.samples()) ASSERT_LE(std::abs(x), 1.0f) << loud;
    } else {
      test::expectSentence(sound.error(), folder / "a.wav");
    }
  }
}

TEST(BadSound, AbsurdRatesAndChannelsAreRefused) {
  const TemporaryFolder folder;
  for (const auto& [channels, rate] : {std::pair{1, 1u}, {1, 10'000'000u}, {200, 44100u}}) {
    test::writeText(folder / "a.wav", claiming(channels, rate, 2000));
    expectRefused(folder / "a.wav");
  }
}

/// A short tone in each format, damaged in every way `damage` knows, is a note or a sentence.
template <class Damage>
void survives(const Damage& damage) {
  const TemporaryFolder folder;
  for (const char* kind : test::kSoundKinds) {
    const auto whole = folder / (std::string("whole.") + kind);
    const auto tone = test::sine(440, 0.4, 2400, SampleRate(16000));
    ASSERT_TRUE(test::writeSound(whole, {tone})) << kind;
    const std::string bytes = test::textOf(whole);
    const auto broken = folder / (std::string("broken.") + kind);
    int attempts = 0;
    damage(bytes, [&](const std::string& damaged) {
      test::writeText(broken, damaged);
      Unwatched quiet;
      if (const auto heard = segmentNotes(broken, quiet); !heard)
        test::expectSentence(heard.error(), broken);
      if (++attempts % 32 > 0) return;  // the pitch, which takes the time, knows nothing of formats
      if (const auto sound = imported(broken)) {
        EXPECT_EQ(sound->clip.samples().size(), static_cast<std::size_t>(kNoteSamples));
      }
    });
  }
}

TEST(BadSound, ATruncatedFileOfAnyFormatNeverCrashes) {
  survives([](const std::string& bytes, const auto& attempt) {
    for (std::size_t length = 0; length < bytes.size(); length += length < 64 ? 1 : 151)
      attempt(bytes.substr(0, length));
  });
}

TEST(BadSound, AFlippedByteInAnyFormatNeverCrashes) {
  survives([](const std::string& bytes, const auto& attempt) {
    for (std::size_t at = 0; at < bytes.size(); at += at < 256 ? 3 : 211)
      for (const int flip : {0xff, 0x80}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        attempt(damaged);
      }
  });
}

}  // namespace
}  // namespace timbre::importing
