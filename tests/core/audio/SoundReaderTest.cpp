#include "audio/SoundReader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "audio/AudioFile.h"
#include "audio/AudioWriter.h"
#include "support/Sentences.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

/// STREAMINFO's 36 bits of the number of samples to 0, as a FLAC from a pipe has them.
std::string withoutLength(std::string flac) {
  flac[21] = static_cast<char>(flac[21] & 0xf0);
  for (std::size_t i = 22; i < 26; ++i) flac[i] = 0;
  return flac;
}

TEST(SoundReader, AFlacThatDoesNotKnowItsLengthIsReadToItsEnd) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeFlac(folder / "a.flac", test::noise(0.5, 20000)));
  test::writeText(folder / "b.flac", withoutLength(test::textOf(folder / "a.flac")));
  const auto sound = readAudio(folder / "b.flac");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->samples().size(), 20000u);
}

TEST(SoundReader, TheLimitIsMetWhileReading) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeFlac(folder / "a.flac", test::noise(0.1, 16000 * 3)));
  test::writeText(folder / "b.flac", withoutLength(test::textOf(folder / "a.flac")));
  const auto refused = readAudio(folder / "b.flac", 2);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("the limit of 2 s"));
  test::expectSentence(refused.error(), folder / "b.flac");
}

TEST(SoundReader, WhatPhonesRecordIsRead) {
  const auto sound = readSound(TIMBRE_GOLDEN "/sounds/a4.m4a", {.rate = kModelRate});
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_NEAR(sound->clip.seconds(), 0.6, 0.07);  // an encoder's frame
  EXPECT_GT(test::amplitudeAt(sound->clip.samples().subspan(2000, 4000), 440, kModelRate), 0.05);
}

TEST(SoundReader, TheEndingDoesNotMatter) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(TIMBRE_GOLDEN "/sounds/a4.m4a", folder / "really.wav");
  EXPECT_TRUE(readAudio(folder / "really.wav"));
}

TEST(SoundReader, CancellingStopsTheReading) {
  const auto sound = readSound(TIMBRE_GOLDEN "/sounds/a4.m4a", {.cancelled = [] { return true; }});
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().code, ErrorCode::Cancelled);
}

TEST(SoundReader, ALinkToItselfIsNamed) {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("loop.wav", folder / "loop.wav");
  const auto sound = readAudio(folder / "loop.wav");
  ASSERT_FALSE(sound);
  EXPECT_THAT(sound.error().message, testing::HasSubstr("points back to itself"));
  test::expectSentence(sound.error(), folder / "loop.wav");
}

TEST(SoundReader, NoPermissionIsSaidAsSuch) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder folder;
  ASSERT_TRUE(writeWav(folder / "a.wav", test::noise(0.5, 100)));
  std::filesystem::permissions(folder / "a.wav", std::filesystem::perms::none);
  const auto sound = readAudio(folder / "a.wav");
  ASSERT_FALSE(sound);
  EXPECT_THAT(sound.error().message, testing::HasSubstr("No permission"));
  test::expectSentence(sound.error(), folder / "a.wav");
}

}  // namespace
}  // namespace timbre::audio
