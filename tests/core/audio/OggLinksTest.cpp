#include "audio/OggLinks.h"

#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "support/FileViews.h"
#include "support/Sentences.h"
#include "support/SoundFiles.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

std::string ogg(const TemporaryFolder& folder, const char* kind, double hertz, int rate = 48000) {
  const auto path = folder / (std::string("one.") + kind);
  EXPECT_TRUE(test::writeSound(path, {test::sine(hertz, 0.4, rate, SampleRate(rate))}));
  return test::textOf(path);
}

OggLinks linksOf(const TemporaryFolder& folder, const std::string& bytes) {
  auto view = test::viewOf(folder, bytes);
  return oggLinks(view);
}

TEST(OggLinks, AreCountedWhereverTheyBegin) {
  const TemporaryFolder folder;
  const std::string one = ogg(folder, "ogg", 440);
  const std::string two = ogg(folder, "ogg", 660);
  EXPECT_EQ(linksOf(folder, "no Ogg at all").links.size(), 0u);
  EXPECT_EQ(linksOf(folder, one).links.size(), 1u);
  const auto both = linksOf(folder, std::string(100, '\0') + one + two);
  ASSERT_EQ(both.links.size(), 2u);
  EXPECT_EQ(both.links[0].offset, 100);
  EXPECT_EQ(both.links[0].length, std::ssize(one));
  EXPECT_EQ(both.links[1].length, std::ssize(two));
  EXPECT_FALSE(both.cut);
  EXPECT_TRUE(linksOf(folder, one.substr(0, one.size() - 40)).cut);
}

TEST(ChainedDecoder, HearsEveryLinkOfAChain) {
  for (const char* kind : {"ogg", "opus"}) {
    const TemporaryFolder folder;
    test::writeText(folder / "a.ogg", ogg(folder, kind, 440) + ogg(folder, kind, 880));
    const auto sound = readSound(folder / "a.ogg");
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_NEAR(sound->clip.seconds(), 2, 0.01) << kind;
    EXPECT_TRUE(sound->remarks.empty());
    EXPECT_GT(
        test::amplitudeAt(sound->clip.samples().subspan(10000, 24000), 440, SampleRate(48000)),
        0.3);
    EXPECT_GT(
        test::amplitudeAt(sound->clip.samples().subspan(58000, 24000), 880, SampleRate(48000)),
        0.3);
  }
}

TEST(ChainedDecoder, SaysWhatItCannotJoin) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.ogg", ogg(folder, "ogg", 440) + ogg(folder, "ogg", 440, 32000));
  const auto sound = readSound(folder / "a.ogg");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_NEAR(sound->clip.seconds(), 1, 0.01);
  ASSERT_EQ(sound->remarks.size(), 1u);
  EXPECT_NE(sound->remarks[0].find("another format after 1.0 s"), std::string::npos);
}

TEST(ChainedDecoder, SaysThatAFileIsCut) {
  const TemporaryFolder folder;
  std::string bytes = ogg(folder, "opus", 440) + ogg(folder, "opus", 440);
  test::writeText(folder / "a.opus", bytes.substr(0, bytes.size() - 40));
  const auto sound = readSound(folder / "a.opus");
  ASSERT_TRUE(sound) << sound.error().message;
  ASSERT_EQ(sound->remarks.size(), 1u);
  EXPECT_NE(sound->remarks[0].find("cut short"), std::string::npos);
}

TEST(ChainedDecoder, AFileWithoutAFirstPageIsRefused) {
  const TemporaryFolder folder;
  std::string bytes = ogg(folder, "ogg", 440);
  bytes[5] = 0;  // the flag of the only page that begins a stream
  test::writeText(folder / "a.ogg", bytes);
  const auto sound = readSound(folder / "a.ogg");
  ASSERT_FALSE(sound);
  test::expectSentence(sound.error(), folder / "a.ogg");
}

}  // namespace
}  // namespace timbre::audio
