#include "audio/MpegDecoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "audio/ByteOrder.h"
#include "support/SoundFiles.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using test::TemporaryFolder;

constexpr int kRate = 44100;

/// Four seconds, of which the first half is silence: the bit rate changes if it may.
std::string mp3(const TemporaryFolder& folder, int rate = kRate) {
  const auto tone = test::sine(440, 0.4, 2 * rate, SampleRate(rate));
  std::vector<float> samples(static_cast<std::size_t>(2 * rate), 0.0f);
  samples.insert(samples.end(), tone.samples().begin(), tone.samples().end());
  SF_INFO info{};
  info.samplerate = rate;
  info.channels = 1;
  info.format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
  SNDFILE* file = sf_open((folder / "one.mp3").c_str(), SFM_WRITE, &info);
  int mode = SF_BITRATE_MODE_VARIABLE;
  sf_command(file, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
  sf_writef_float(file, samples.data(), std::ssize(samples));
  sf_close(file);
  return test::textOf(folder / "one.mp3");
}

SoundFile read(const TemporaryFolder& folder, const std::string& bytes) {
  test::writeText(folder / "a.mp3", bytes);
  auto sound = readSound(folder / "a.mp3");
  EXPECT_TRUE(sound) << sound.error().message;
  return sound ? std::move(*sound) : SoundFile{};
}

/// Without the frame that holds the Xing header.
std::string withoutXing(const TemporaryFolder& folder, const std::string& bytes) {
  test::writeText(folder / "b.mp3", bytes);
  auto view = FileView::open(folder / "b.mp3");
  const auto first = findMpegFrames(*view);
  EXPECT_TRUE(first);
  const auto xing = std::min(bytes.find("Xing"), bytes.find("Info"));
  EXPECT_NE(xing, std::string::npos);
  std::string rest = bytes.substr(xing);
  test::writeText(folder / "b.mp3", rest);
  view = FileView::open(folder / "b.mp3");
  return rest.substr(static_cast<std::size_t>(findMpegFrames(*view).value_or(0)));
}

TEST(MpegDecoder, ChangingBitRatesNeedNoHeaderToBeReadToTheEnd) {
  const TemporaryFolder folder;
  const std::string whole = mp3(folder);
  EXPECT_NEAR(read(folder, whole).clip.seconds(), 4, 0.06);
  const auto sound = read(folder, withoutXing(folder, whole));
  EXPECT_NEAR(sound.clip.seconds(), 4, 0.1);
  EXPECT_TRUE(sound.remarks.empty());
}

TEST(MpegDecoder, JoinedFilesAreOneSound) {
  const TemporaryFolder folder;
  const std::string one = mp3(folder);
  EXPECT_NEAR(read(folder, one + one).clip.seconds(), 8, 0.2);
}

TEST(MpegDecoder, AJoinedFileOfAnotherRateIsBroughtToTheFirst) {
  const TemporaryFolder folder;
  const auto sound = read(folder, mp3(folder) + mp3(folder, 32000));
  EXPECT_EQ(sound.clip.rate().hz, kRate);
  if (sound.remarks.empty()) {
    EXPECT_NEAR(sound.clip.seconds(), 8, 0.2);
  } else {
    EXPECT_THAT(sound.remarks[0], testing::HasSubstr("changes to another format"));
  }
}

TEST(MpegDecoder, ACutFileIsReadAndSaidToBe) {
  const TemporaryFolder folder;
  const std::string whole = mp3(folder);
  const auto sound = read(folder, whole.substr(0, whole.size() / 2));
  EXPECT_GT(sound.clip.seconds(), 1);
  ASSERT_EQ(sound.remarks.size(), 1u);
  EXPECT_THAT(sound.remarks[0], testing::HasSubstr("cut short"));
}

TEST(MpegDecoder, TheShareThatIsThereIsSaidWhereverItIsCut) {
  const TemporaryFolder folder;
  const std::string whole = mp3(folder);
  for (const int percent : {30, 75, 95}) {
    const auto sound = read(folder, whole.substr(0, whole.size() * percent / 100));
    ASSERT_EQ(sound.remarks.size(), 1u) << percent;
    EXPECT_THAT(sound.remarks[0],
                testing::AnyOf(testing::HasSubstr(std::to_string(percent) + " %"),
                               testing::HasSubstr(std::to_string(percent - 1) + " %")));
  }
}

/// `bytes` with another number in its Xing header: 8 is the place of the frames, 12 of the bytes.
std::string withNumber(std::string bytes, std::size_t place, std::uint32_t number) {
  const auto at = std::min(bytes.find("Xing"), bytes.find("Info"));
  return bytes.replace(at + place, 4, bytesOf(number, 4, std::endian::big));
}

TEST(MpegDecoder, OneWrongNumberInTheHeaderIsNoCut) {
  const TemporaryFolder folder;
  const std::string whole = mp3(folder);
  for (const std::uint32_t number : {0u, 500000u, 0x7fffffffu}) {
    for (const std::size_t place : {std::size_t{8}, std::size_t{12}}) {
      const auto sound = read(folder, withNumber(whole, place, number));
      EXPECT_NEAR(sound.clip.seconds(), 4, 0.1) << place << " " << number;
      EXPECT_THAT(sound.remarks, testing::IsEmpty()) << place << " " << number;
    }
  }
}

TEST(MpegDecoder, FramesAloneTellACutToo) {
  const TemporaryFolder folder;
  const std::string whole = withNumber(mp3(folder), 12, 0);
  EXPECT_TRUE(read(folder, whole).remarks.empty());
  EXPECT_EQ(read(folder, whole.substr(0, whole.size() * 3 / 4)).remarks.size(), 1u);
}

TEST(MpegDecoder, ZerosAndTagsInFrontAreSkipped) {
  const TemporaryFolder folder;
  const std::string tag =
      "ID3\3" + std::string(2, '\0') + std::string("\0\0\1\0", 4) + std::string(128, 'x');
  EXPECT_NEAR(read(folder, std::string(5000, '\0') + mp3(folder)).clip.seconds(), 4, 0.1);
  EXPECT_NEAR(read(folder, tag + mp3(folder)).clip.seconds(), 4, 0.1);
}

TEST(MpegDecoder, TextHoldsNoFrames) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.mp3", std::string(3000, 'a') + "\xff\xfb\x90\x44 and more text");
  auto view = FileView::open(folder / "a.mp3");
  EXPECT_FALSE(findMpegFrames(*view));
}

TEST(MpegDecoder, TwoFramesByChanceAreNone) {
  const TemporaryFolder folder;
  std::string bytes(5000, 'x');
  const std::string header("\xff\xfb\x90\x00", 4);  // 128 kbit/s at 44.1 kHz: 417 bytes
  bytes.replace(100, 4, header);
  bytes.replace(517, 4, header);
  test::writeText(folder / "a", bytes);
  auto view = FileView::open(folder / "a");
  ASSERT_TRUE(view);
  EXPECT_FALSE(findMpegFrames(*view));
  for (std::size_t at = 100; at + 4 <= bytes.size(); at += 417) bytes.replace(at, 4, header);
  test::writeText(folder / "b", bytes);
  view = FileView::open(folder / "b");
  ASSERT_TRUE(view);
  EXPECT_EQ(findMpegFrames(*view), 100);
}

TEST(MpegDecoder, AProgramIsNoSound) {
  const TemporaryFolder folder;
  std::string bytes = "\177ELF" + std::string(5000, '\0');
  const std::string header("\xff\xff\x25\xc2", 4);  // an address as its table of functions holds it
  for (std::size_t at = 1008; at + 4 <= bytes.size(); at += 16) bytes.replace(at, 4, header);
  test::writeText(folder / "a.mp3", bytes);
  EXPECT_FALSE(readSound(folder / "a.mp3"));
}

TEST(MpegDecoder, TwoHeadersOfFreeFormatByChanceAreNone) {
  const TemporaryFolder folder;
  const std::string head = "\xff\xfb\x02\x44";  // as compressed sound of other kinds holds it
  test::writeText(folder / "a.mp3", head + std::string(500, 'a') + head + std::string(20000, 'b'));
  auto view = FileView::open(folder / "a.mp3");
  EXPECT_FALSE(findMpegFrames(*view));
}

TEST(MpegDecoder, AFlacBehindATagHoldsNoFrames) {
  const TemporaryFolder folder;
  const std::string tag = "ID3\3" + std::string(6, '\0');
  const std::string frame = "\xff\xfb\x90\x44" + std::string(413, '\0');
  test::writeText(folder / "a.mp3", tag + "fLaC" + frame + frame + frame);
  auto view = FileView::open(folder / "a.mp3");
  EXPECT_FALSE(findMpegFrames(*view));
}

}  // namespace
}  // namespace timbre::audio
