#include "audio/AudioTags.h"

#include <gtest/gtest.h>

#include "audio/AudioWriter.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

const AudioClip kClip({0.5f, -0.25f, 0.125f, 0}, SampleRate(16000));

}  // namespace

TEST(AudioTags, AreReadBackFromEveryFormat) {
  const test::TemporaryFolder folder;
  const AudioTags tags{"Title \xc3\xa4", "Artist", "first line\nsecond \"line\"", "Timbrescope 1"};
  for (const char* name : {"a.wav", "a.flac"}) {
    ASSERT_TRUE(writeSound(folder / name, kClip, SampleFormat::S16, tags));
    auto read = readTags(folder / name);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(read->software.starts_with("Timbrescope 1")) << read->software;
    read->software = tags.software;  // libsndfile adds its own name
    EXPECT_EQ(*read, tags) << name;
  }
}

TEST(AudioTags, AreReadHoweverLong) {
  const test::TemporaryFolder folder;
  for (const std::size_t length : {2047u, 2048u, 2049u, 50001u})
    for (const char* name : {"a.wav", "a.flac"}) {
      const AudioTags tags{.comment = std::string(length, 'x')};
      ASSERT_TRUE(writeSound(folder / name, kClip, SampleFormat::S16, tags));
      EXPECT_EQ(readTags(folder / name)->comment, tags.comment) << name << ' ' << length;
    }
}

TEST(AudioTags, OfASoundThatSaysNothingAreEmpty) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(writeSound(folder / "a.wav", kClip));
  EXPECT_EQ(readTags(folder / "a.wav").value(), AudioTags());
}

TEST(AudioTags, ADamagedListDoesNoHarm) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(writeSound(folder / "a.wav", kClip));
  std::string bytes = test::textOf(folder / "a.wav");
  // libsndfile 1.2.0 goes round in circles over this length.
  bytes += std::string("LIST\x28\0\0\0INFOINAM\5\0\0\0here\0\0INA\xb3\xf7\xff\xff\xff", 34) +
           std::string("\xa8\xbe\xa8\x45zzzzzzzzzz", 14);
  test::writeText(folder / "a.wav", bytes);
  const auto read = readTags(folder / "a.wav");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, AudioTags{.title = "here"});
}

TEST(AudioTags, OfWhatIsNoSoundAreASentence) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "text.wav", "no sound at all");
  for (const char* name : {"text.wav", "absent.wav"}) {
    const auto read = readTags(folder / name);
    ASSERT_FALSE(read);
    test::expectSentence(read.error(), folder / name);
  }
}

}  // namespace timbre::audio
