#include "importing/NoteSegmentation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "audio/AudioWriter.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

/// Levels of blocks of 10 ms: pairs of a length and a level.
std::vector<float> levels(std::initializer_list<std::pair<int, float>> pieces) {
  std::vector<float> blocks;
  for (const auto& [count, level] : pieces) blocks.insert(blocks.end(), count, level);
  return blocks;
}

TEST(NoteSegmentation, SilenceHoldsNoSounds) {
  EXPECT_TRUE(soundsIn({}).empty());
  EXPECT_TRUE(soundsIn(levels({{500, -90.0f}})).empty());
}

TEST(NoteSegmentation, QuietSeparatesSounds) {
  const auto sounds = soundsIn(levels({{50, -80}, {100, -20}, {50, -80}, {30, -25}, {50, -80}}));
  ASSERT_EQ(sounds.size(), 2u);
  EXPECT_DOUBLE_EQ(sounds[0].start, 0.5);
  EXPECT_DOUBLE_EQ(sounds[0].end, 1.5);
  EXPECT_DOUBLE_EQ(sounds[0].level, -20);
  EXPECT_DOUBLE_EQ(sounds[1].start, 2.0);
  EXPECT_DOUBLE_EQ(sounds[1].end, 2.3);
}

TEST(NoteSegmentation, ANoteStruckAnewIsAnotherSound) {
  const auto sounds = soundsIn(levels({{100, -20}, {50, -35}, {100, -20}}));
  ASSERT_EQ(sounds.size(), 2u);
  EXPECT_NEAR(sounds[1].start, 1.5, 0.03);  // within the three blocks that are compared
  EXPECT_EQ(soundsIn(levels({{100, -20}, {50, -28}, {100, -20}})).size(), 1u) << "a swell";
}

TEST(NoteSegmentation, AKeyLetGoIsNoSound) {
  EXPECT_EQ(soundsIn(levels({{100, -10}, {200, -48}, {10, -36}, {50, -50}})).size(), 1u);
  EXPECT_EQ(soundsIn(levels({{100, -10}, {100, -90}, {10, -44}, {50, -90}})).size(), 1u);
}

TEST(NoteSegmentation, HissIsNotTakenForASound) {
  const auto sounds = soundsIn(levels({{200, -45}, {100, -15}, {200, -45}}));
  ASSERT_EQ(sounds.size(), 1u);
  EXPECT_DOUBLE_EQ(sounds[0].start, 2.0);
}

TEST(NoteSegmentation, ALoneClickIsBetterThanNothing) {
  EXPECT_EQ(soundsIn(levels({{50, -90}, {1, -10}, {50, -90}})).size(), 1u);
}

TEST(NoteSegmentation, TheFirstSoundThatIsANoteIsChosen) {
  const test::TemporaryFolder folder;
  std::vector<float> samples;
  for (const double level : {0.04, 0.0, 0.5, 0.0, 0.5}) {
    const auto part = test::sine(440, level, 16000);
    samples.insert(samples.end(), part.samples().begin(), part.samples().end());
  }
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", {samples, kModelRate}));
  Unwatched quiet;
  const auto segmentation = segmentNotes(folder / "a.wav", quiet);
  ASSERT_TRUE(segmentation) << segmentation.error().message;
  EXPECT_EQ(segmentation->sounds.size(), 3u);
  EXPECT_EQ(segmentation->chosen, 1);  // the first is 22 dB softer
  EXPECT_DOUBLE_EQ(segmentation->seconds, 5);
  EXPECT_EQ(segmentation->channels, 1);
}

TEST(NoteSegmentation, AnOffsetIsNoSound) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", {std::vector<float>(32000, 0.3f), kModelRate}));
  Unwatched quiet;
  const auto segmentation = segmentNotes(folder / "a.wav", quiet);
  ASSERT_FALSE(segmentation);
  EXPECT_EQ(segmentation.error().code, ErrorCode::BadFormat);
  test::expectSentence(segmentation.error(), folder / "a.wav");
}

TEST(NoteSegmentation, ASwellBeginsWhereItGrowsFrom) {
  std::vector<float> blocks;
  for (int i = 1; i <= 300; ++i) blocks.push_back(20 * std::log10(static_cast<float>(i) / 300) - 7);
  auto sounds = soundsIn(blocks);
  ASSERT_EQ(sounds.size(), 1u);
  EXPECT_NEAR(sounds[0].start, 0, 0.011);  // -60 dB
  blocks.insert(blocks.begin(), 100, -120.0f);
  sounds = soundsIn(blocks);
  ASSERT_EQ(sounds.size(), 1u);
  EXPECT_NEAR(sounds[0].start, 1, 0.011);
}

TEST(NoteSegmentation, NoiseInFrontIsNotGrowth) {
  auto blocks = levels({{100, -40}, {100, -10}, {50, -40}});
  for (std::size_t i = 0; i < 100; ++i) blocks[i] += i % 2 ? 1.0f : -1.0f;
  const auto sounds = soundsIn(blocks);
  ASSERT_EQ(sounds.size(), 1u);
  EXPECT_NEAR(sounds[0].start, 1.0, 0.011);
}

TEST(NoteSegmentation, FaintBlocksHoldSoundsOnlyWhereTheyMay) {
  const auto blocks = levels({{100, -110}, {100, -68}, {100, -110}});
  EXPECT_TRUE(soundsIn(blocks).empty());
  EXPECT_EQ(soundsIn(blocks, true).size(), 1u);
}

Result<NoteSegmentation> segmented(const audio::AudioClip& clip) {
  const test::TemporaryFolder folder;
  EXPECT_TRUE(audio::writeWav(folder / "a.wav", clip, audio::SampleFormat::Float32));
  Unwatched quiet;
  return segmentNotes(folder / "a.wav", quiet);
}

TEST(NoteSegmentation, AFaintNoteIsHeardAndFaintHissIsNot) {
  for (const double level : {1e-3, 3e-4, 1e-5})
    EXPECT_TRUE(segmented(test::sine(440, level, 32000))) << level;
  EXPECT_FALSE(segmented(test::noise(3e-4, 32000)));
}

TEST(NoteSegmentation, AThumpBeforeTheNoteIsNotTheNote) {
  std::vector<float> samples(8000, 0.0f);
  const auto thump = test::sine(60, 0.2, 2400);
  for (std::size_t i = 0; i < 2400; ++i)
    samples.push_back(thump.samples()[i] * std::exp(-static_cast<float>(i) / 500));
  samples.insert(samples.end(), 8000, 0.0f);
  const auto note = test::sine(330, 0.5, 32000);
  samples.insert(samples.end(), note.samples().begin(), note.samples().end());
  const auto found = segmented({samples, kModelRate});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->sounds.size(), 2u);
  EXPECT_EQ(found->chosen, 1);
}

TEST(NoteSegmentation, ALongRecordingIsHeardThroughAndCanBeCancelled) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(audio::writeWav(folder / "a.wav", test::sine(440, 0.5, 16000 * 60)));
  test::Impatient impatient(3);
  const auto segmentation = segmentNotes(folder / "a.wav", impatient);
  ASSERT_FALSE(segmentation);
  EXPECT_EQ(segmentation.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace timbre::importing
