#include "audio/FlacStreams.h"

#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "support/SoundFiles.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

std::string flac(const TemporaryFolder& folder, double hertz, int rate = 16000) {
  const auto path = folder / "one.flac";
  EXPECT_TRUE(test::writeSound(path, {test::sine(hertz, 0.4, rate, SampleRate(rate))}));
  return test::textOf(path);
}

TEST(FlacStreams, AreFoundWhereverTheyBegin) {
  const TemporaryFolder folder;
  const std::string one = flac(folder, 440);
  // A mark that lies across the blocks in which the file is read, and one that is no stream's.
  const std::string between(static_cast<std::size_t>((1 << 20) - 3) - one.size() - 8, 'x');
  test::writeText(folder / "a.flac", one + "fLaCfLaC" + between + one);
  auto view = FileView::open(folder / "a.flac");
  ASSERT_TRUE(view);
  const auto streams = flacStreams(*view);
  ASSERT_EQ(streams.links.size(), 2u);
  EXPECT_EQ(streams.links[1].offset, (1 << 20) - 3);
  EXPECT_EQ(streams.links[0].length, streams.links[1].offset);
  EXPECT_EQ(streams.links[1].length, std::ssize(one));
}

TEST(FlacStreams, AreHeardOneAfterTheOther) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.flac", flac(folder, 440) + flac(folder, 880));
  const auto sound = readSound(folder / "a.flac");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->clip.samples().size(), 32000u);
  EXPECT_TRUE(sound->remarks.empty());
  const auto second = sound->clip.samples().subspan(18000, 12000);
  EXPECT_GT(test::amplitudeAt(second, 880, SampleRate(16000)), 0.3);
}

TEST(FlacStreams, OfAnotherRateAreNamed) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.flac", flac(folder, 440) + flac(folder, 440, 22050));
  const auto sound = readSound(folder / "a.flac");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->clip.samples().size(), 16000u);
  ASSERT_EQ(sound->remarks.size(), 1u);
  EXPECT_NE(sound->remarks[0].find("another format after 1.0 s"), std::string::npos);
}

}  // namespace
}  // namespace timbre::audio
