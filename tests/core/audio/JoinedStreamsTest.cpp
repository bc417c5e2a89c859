#include "audio/JoinedStreams.h"

#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "audio/ByteOrder.h"
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

TEST(JoinedStreams, AreFoundWhereverTheyBegin) {
  const TemporaryFolder folder;
  const std::string one = flac(folder, 440);
  // A mark that lies across the blocks in which the file is read, and one that is no stream's.
  const std::string between(static_cast<std::size_t>((1 << 20) - 3) - one.size() - 8, 'x');
  test::writeText(folder / "a.flac", one + "fLaCfLaC" + between + one);
  auto view = FileView::open(folder / "a.flac");
  ASSERT_TRUE(view);
  const auto streams = joinedStreams(*view);
  ASSERT_EQ(streams.links.size(), 2u);
  EXPECT_EQ(streams.links[1].offset, (1 << 20) - 3);
  EXPECT_EQ(streams.links[0].length, streams.links[1].offset);
  EXPECT_EQ(streams.links[1].length, std::ssize(one));
}

TEST(JoinedStreams, AreHeardOneAfterTheOther) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.flac", flac(folder, 440) + flac(folder, 880));
  const auto sound = readSound(folder / "a.flac");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->clip.samples().size(), 32000u);
  EXPECT_TRUE(sound->remarks.empty());
  const auto second = sound->clip.samples().subspan(18000, 12000);
  EXPECT_GT(test::amplitudeAt(second, 880, SampleRate(16000)), 0.3);
}

/// 16000 frames of a kind, twice.
TEST(JoinedStreams, OfOtherKindsAreHeardToTheEnd) {
  const TemporaryFolder folder;
  for (const char* name : {"one.aiff", "one.caf", "one.au"}) {
    const auto path = folder / name;
    ASSERT_TRUE(test::writeSound(path, {test::sine(440, 0.4, 16000, SampleRate(16000))})) << name;
    test::writeText(path, test::textOf(path) + test::textOf(path));
    const auto sound = readSound(path);
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_EQ(sound->clip.samples().size(), 32000u) << name;
  }
}

std::size_t startsIn(const TemporaryFolder& folder, const std::string& bytes) {
  test::writeText(folder / "a.bin", bytes + std::string(100, 'x') + bytes + std::string(100, 'x'));
  auto view = FileView::open(folder / "a.bin");
  EXPECT_TRUE(view);
  return joinedStreams(*view).links.size();
}

TEST(JoinedStreams, AreToldByMoreThanAWord) {
  using namespace std::string_literals;
  const TemporaryFolder folder;
  EXPECT_EQ(startsIn(folder,
                     "\0\0\0\x1c"
                     "ftypM4A "s),
            2u);
  EXPECT_EQ(startsIn(folder,
                     "\0\0\xff\x1c"
                     "ftypM4A "s),
            0u);
  const std::string first = "wvpk\x10\0\0\0\x10\4\0\0\0\0\1\0"s + std::string(4, '\0');
  EXPECT_EQ(startsIn(folder, first + "\0\x10\0\0\0\x18\0\0"s), 2u);
  EXPECT_EQ(startsIn(folder, first + "\0\x10\0\0\0\x10\0\0"s), 0u);  // not the first channels
  EXPECT_EQ(startsIn(folder, "#!AMR\n"s), 2u);
  EXPECT_EQ(startsIn(folder, "TTA1\1\0\2\0\x10\0\x44\xac\0\0"s), 2u);
  EXPECT_EQ(startsIn(folder, "TTA1\1\0\xff\0\x10\0\x44\xac\0\0"s), 0u);
}

/// With another number of samples in its header.
std::string announcing(std::string flac, std::uint64_t samples) {
  flac.replace(22, 4, bytesOf(samples, 4, std::endian::big));
  return flac;
}

TEST(JoinedStreams, AFlacOfMoreSamplesThanItSaysIsReadToItsEnd) {
  const TemporaryFolder folder;
  const std::string tag = "ID3\x04" + std::string(5, '\0') + "\x14" + std::string(20, '\0');
  for (const std::string& before : {std::string(), tag}) {
    test::writeText(folder / "a.flac", before + announcing(flac(folder, 440), 3000));
    const auto sound = readSound(folder / "a.flac");
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_EQ(sound->clip.samples().size(), 16000u);
    ASSERT_EQ(sound->remarks.size(), 1u);
    EXPECT_NE(sound->remarks[0].find("13000 samples more"), std::string::npos);
  }
}

TEST(JoinedStreams, AFlacThatIsRightNeedsNoRemark) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.flac", flac(folder, 440) + "TAG" + std::string(125, ' '));
  const auto sound = readSound(folder / "a.flac");
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_EQ(sound->clip.samples().size(), 16000u);
  EXPECT_TRUE(sound->remarks.empty());
}

TEST(JoinedStreams, OfAnotherRateAreNamed) {
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
