#include "audio/AudioWriter.h"

#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

const AudioClip kClip({0.5f, -0.25f, 0.125f, 0}, SampleRate(16000));

}  // namespace

TEST(AudioWriter, TheEndingDecidesInAnyCase) {
  const test::TemporaryFolder folder;
  for (const char* name : {"a.wav", "b.WAV", "c.Wav", "d.flac", "e.FLAC"}) {
    ASSERT_TRUE(writeSound(folder / name, kClip)) << name;
    const bool flac = std::string_view(name).find('.') != std::string_view::npos && (name[0] > 'c');
    EXPECT_EQ(test::textOf(folder / name).substr(0, 4), flac ? "fLaC" : "RIFF") << name;
    EXPECT_EQ(readAudio(folder / name)->samples()[0], 0.5f) << name;
  }
}

TEST(AudioWriter, AFlacHoldsTwentyFourBits) {
  const test::TemporaryFolder folder;
  const float fine = 1 / 1048576.0f;  // 2^-20: nothing that 16 bits could hold
  ASSERT_TRUE(writeSound(folder / "a.flac", AudioClip({fine}, kModelRate), SampleFormat::S24));
  EXPECT_EQ(readAudio(folder / "a.flac")->samples()[0], fine);
}

TEST(AudioWriter, WhatCannotBeWrittenIsRefusedBeforehand) {
  const test::TemporaryFolder folder;
  for (const char* name : {"a.mp3", "a.ogg", "a.jpg", "a", "a.", ".wav"}) {
    const auto known = checkSoundPath(folder / name, SampleFormat::S16);
    ASSERT_FALSE(known) << name;
    EXPECT_EQ(known.error().code, ErrorCode::Unsupported);
    test::expectSentence(known.error(), folder / name);
    EXPECT_FALSE(writeSound(folder / name, kClip));
  }
  const auto flac = checkSoundPath(folder / "a.Flac", SampleFormat::Float32);
  ASSERT_FALSE(flac);
  test::expectSentence(flac.error(), folder / "a.Flac");
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
  EXPECT_TRUE(checkSoundPath(folder / "a.Wav", SampleFormat::Float32));
}

}  // namespace timbre::audio
