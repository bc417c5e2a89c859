// Headers that lie: each file is built by hand, damaged as recorders damage them, and read.
#include "audio/ContainerLayout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "audio/ByteOrder.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::audio {
namespace {

using std::endian;
using test::TemporaryFolder;

constexpr int kFrames = 40000;

std::string chunk(const std::string& id, const std::string& body, endian order = endian::little) {
  return id + bytesOf(body.size(), 4, order) + body + (body.size() % 2 ? std::string(1, '\0') : "");
}

std::string format(endian order = endian::little) {
  return chunk("fmt ",
               bytesOf(1, 2, order) + bytesOf(1, 2, order) + bytesOf(16000, 4, order) +
                   bytesOf(32000, 4, order) + bytesOf(2, 2, order) + bytesOf(16, 2, order),
               order);
}

std::string samples(endian order = endian::little) {
  std::string data;
  for (int i = 0; i < kFrames; ++i)
    data += bytesOf(static_cast<std::uint64_t>(1 + i % 9000), 2, order);
  return data;
}

std::string riff(const std::string& body, const std::string& kind = "RIFF") {
  return kind + bytesOf(4 + body.size(), 4) + "WAVE" + body;
}

/// A data chunk that says `length`, whatever it holds.
std::string dataSaying(std::uint64_t length) {
  return "data" + bytesOf(length, 4) + samples();
}

std::size_t framesRead(const std::string& bytes, std::vector<std::string>* remarks = nullptr) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.wav", bytes);
  const auto sound = readSound(folder / "a.wav");
  EXPECT_TRUE(sound) << sound.error().message;
  if (!sound) return 0;
  if (remarks) *remarks = sound->remarks;
  EXPECT_NEAR(sound->clip.samples()[100], 101.0 / 32768, 1e-9);
  return sound->clip.samples().size();
}

std::string refusal(const std::string& bytes) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.wav", bytes);
  const auto sound = readSound(folder / "a.wav");
  EXPECT_FALSE(sound);
  if (sound) return "";
  test::expectSentence(sound.error(), folder / "a.wav");
  return sound.error().message;
}

TEST(ContainerLayout, PlaceholdersAreNotLengths) {
  for (const std::uint64_t length :
       {0x0ull, 0x70000000ull, 0x7fffffffull, 0x7fffffd3ull, 0x80000000ull, 0xffffffffull,
        0x7ffff000ull, 0x40000000ull, ~0ull})
    EXPECT_TRUE(isPlaceholder(length)) << length;
  for (const std::uint64_t length : {2ull, 16000ull, 0x1000000ull, 0x12345678ull, 0x70100000ull})
    EXPECT_FALSE(isPlaceholder(length)) << length;
}

TEST(ContainerLayout, AWavWhoseLengthNobodyFilledInIsReadWhole) {
  for (const std::uint64_t length :
       {0x0ull, 0x70000000ull, 0x7fffffffull, 0x7fffffd3ull, 0x80000000ull, 0xffffffffull}) {
    std::vector<std::string> remarks;
    EXPECT_EQ(framesRead(riff(format() + dataSaying(length)), &remarks), kFrames) << length;
    EXPECT_TRUE(remarks.empty());
  }
}

TEST(ContainerLayout, AChunkBehindSoundOfUnknownLengthIsNotSound) {
  EXPECT_EQ(framesRead(riff(format() + dataSaying(0) + chunk("LIST", "INFOICMT\4\0\0\0abc\0"))),
            kFrames);
}

TEST(ContainerLayout, AFewBytesTooManyDoNotMatter) {
  const std::uint64_t true_ = 2 * kFrames;
  for (const std::uint64_t more : {1, 2, 4, 36, 44}) {
    std::vector<std::string> remarks;
    EXPECT_EQ(framesRead(riff(format() + dataSaying(true_ + more)), &remarks), kFrames) << more;
    EXPECT_EQ(remarks.size(), 0u) << more;  // a block, or the header counted in
  }
  std::vector<std::string> remarks;
  EXPECT_EQ(framesRead(riff(format() + dataSaying(true_ + 700)), &remarks), kFrames);
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_THAT(remarks[0], testing::HasSubstr("700 bytes"));
}

TEST(ContainerLayout, MoreThatIsMissingIsToldWithItsShare) {
  const std::string told = refusal(riff(format() + dataSaying(4 * kFrames)));
  EXPECT_THAT(told, testing::HasSubstr("only 50 % of its sound"));
}

TEST(ContainerLayout, OddChunksNeedNoPadByte) {
  const std::string odd = "LIST" + bytesOf(17, 4) + std::string("INFOICMT\5\0\0\0hello", 17);
  EXPECT_EQ(framesRead(riff(format() + odd + dataSaying(2 * kFrames))), kFrames);
  EXPECT_EQ(framesRead(riff(format() + odd + "x" + dataSaying(2 * kFrames))), kFrames);
}

TEST(ContainerLayout, SoundInSeveralDataChunksIsOneSound) {
  const std::string all = samples();
  EXPECT_EQ(
      framesRead(riff(format() + chunk("data", "") + chunk("LIST", "INFO") +
                      chunk("data", all.substr(0, 30000)) + chunk("data", all.substr(30000)))),
      kFrames);
}

TEST(ContainerLayout, FilesThatWereJoinedAreOneSound) {
  const std::string one = riff(format() + dataSaying(2 * kFrames));
  EXPECT_EQ(framesRead(one + one), 2 * kFrames);
  std::string other = one;
  other[24] = static_cast<char>(other[24] ^ 1);  // its rate
  std::vector<std::string> remarks;
  EXPECT_EQ(framesRead(one + other, &remarks), kFrames);
  EXPECT_THAT(remarks, testing::ElementsAre(testing::HasSubstr("another format")));
}

TEST(ContainerLayout, ABlockSizeThatCannotBeIsPutRight) {
  for (const char block : {char{0}, char{4}}) {
    std::string bytes = riff(format() + dataSaying(2 * kFrames));
    bytes[32] = block;
    EXPECT_EQ(framesRead(bytes), kFrames) << int{block};
  }
}

// The length of this title makes libsndfile 1.2.0 go round in circles.
const std::string kCircle =
    chunk("LIST", "INFOINA\xb3" + bytesOf(0xfffffff7, 4) + "\xa8\xbe\xa8\x45");

TEST(ContainerLayout, ADamagedListOfTitlesDoesNoHarm) {
  EXPECT_EQ(framesRead(riff(format() + kCircle + dataSaying(2 * kFrames))), kFrames);
  EXPECT_EQ(framesRead(riff(format() + dataSaying(2 * kFrames) + kCircle)), kFrames);
  // Nor where the file is too damaged to lay out.
  EXPECT_THAT(refusal(riff(kCircle + format())), testing::HasSubstr("not a readable sound"));
  EXPECT_THAT(refusal(riff("fmt " + bytesOf(3, 4) + "abc" + '\0' + kCircle)),
              testing::HasSubstr("not a readable sound"));
}

TEST(ContainerLayout, SixtyFourBitHeaders) {
  for (const char* kind : {"RF64", "BW64"})
    for (const std::uint64_t length : {std::uint64_t{2 * kFrames}, std::uint64_t{0}}) {
      const std::string sizes =
          chunk("ds64", bytesOf(0, 8) + bytesOf(length, 8) + bytesOf(0, 8) + bytesOf(0, 4));
      EXPECT_EQ(framesRead(riff(sizes + format() + dataSaying(0xffffffff), kind)), kFrames);
    }
  const std::string sizes =
      chunk("ds64", bytesOf(0, 8) + bytesOf(8 * kFrames, 8) + bytesOf(0, 8) + bytesOf(0, 4));
  EXPECT_THAT(refusal(riff(sizes + format() + dataSaying(0xffffffff), "RF64")),
              testing::HasSubstr("only 25 %"));
}

TEST(ContainerLayout, BigEndianRiff) {
  const std::string body = format(endian::big) + chunk("data", samples(endian::big), endian::big);
  EXPECT_EQ(framesRead("RIFX" + bytesOf(4 + body.size(), 4, endian::big) + "WAVE" + body), kFrames);
}

std::string aiffCommon(std::uint64_t frames) {
  return chunk("COMM",
               bytesOf(1, 2, endian::big) + bytesOf(frames, 4, endian::big) +
                   bytesOf(16, 2, endian::big) +
                   std::string("\x40\x0C\xFA\0\0\0\0\0\0\0", 10),  // 16,000 Hz
               endian::big);
}

std::string aiff(const std::string& chunks) {
  return "FORM" + bytesOf(4 + chunks.size(), 4, endian::big) + "AIFF" + chunks;
}

TEST(ContainerLayout, AiffOfUnknownLength) {
  EXPECT_EQ(framesRead(aiff(aiffCommon(0) + "SSND" + bytesOf(0, 4, endian::big) + bytesOf(0, 8) +
                            samples(endian::big))),
            kFrames);
}

TEST(ContainerLayout, AiffWithItsDescriptionBehindTheSound) {
  const std::string sound = chunk("SSND", bytesOf(0, 8) + samples(endian::big), endian::big);
  const std::string name = chunk("NAME", "a title", endian::big);
  EXPECT_EQ(framesRead(aiff(name + sound + aiffCommon(kFrames))), kFrames);
  EXPECT_EQ(framesRead(aiff(aiffCommon(kFrames) + sound + name)), kFrames);
}

TEST(ContainerLayout, CafAuAndWave64OfUnknownLength) {
  const std::string caf =
      "caff" + bytesOf(1, 2, endian::big) + bytesOf(0, 2) + "desc" + bytesOf(32, 8, endian::big) +
      std::string("\x40\xCF\x40\0\0\0\0\0", 8) + "lpcm" + bytesOf(2, 4, endian::big) +
      bytesOf(2, 4, endian::big) + bytesOf(1, 4, endian::big) + bytesOf(1, 4, endian::big) +
      bytesOf(16, 4, endian::big) + "data" + std::string(8, '\xff') + bytesOf(0, 4) + samples();
  EXPECT_EQ(framesRead(caf), kFrames);
  const std::string au = ".snd" + bytesOf(24, 4, endian::big) + std::string(4, '\xff') +
                         bytesOf(3, 4, endian::big) + bytesOf(16000, 4, endian::big) +
                         bytesOf(1, 4, endian::big) + samples(endian::big);
  EXPECT_EQ(framesRead(au), kFrames);
  const std::string wave = "\xF3\xAC\xD3\x11\x8C\xD1" + std::string("\0\xC0\x4F\x8E\xDB\x8A", 6);
  const std::string w64 = "riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1" + std::string(2, '\0') +
                          std::string(8, '\xff') + "wave" + wave.substr(0, 4 + 8) + "fmt " + wave +
                          bytesOf(40, 8) + format().substr(8) + "data" + wave +
                          bytesOf(0x7fffffffffffffff, 8) + samples();
  EXPECT_EQ(framesRead(w64), kFrames);
}

}  // namespace
}  // namespace timbre::audio
