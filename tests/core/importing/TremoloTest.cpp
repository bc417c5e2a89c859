#include "importing/Tremolo.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "audio/AudioWriter.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

/// Pieces `interval` s apart, each as loud as the one before.
std::vector<SoundSpan> pieces(int count, double interval, double length) {
  std::vector<SoundSpan> spans;
  for (int i = 0; i < count; ++i) spans.push_back({i * interval, i * interval + length, -10});
  return spans;
}

TEST(Tremolo, EvenPiecesAsLoudMayBeOneNote) {
  ASSERT_EQ(swingingRuns(pieces(5, 0.25, 0.2)).size(), 1u);
  EXPECT_EQ(swingingRuns(pieces(5, 0.25, 0.2))[0].last, 4u);
  EXPECT_TRUE(swingingRuns(pieces(2, 0.25, 0.2)).empty()) << "two are no rhythm";
  EXPECT_TRUE(swingingRuns(pieces(5, 2.5, 2.4)).empty()) << "too slow";
  EXPECT_TRUE(swingingRuns(pieces(5, 0.5, 0.2)).empty()) << "too far apart";
  auto uneven = pieces(4, 0.25, 0.2);
  for (std::size_t i = 0; i < uneven.size(); ++i) uneven[i].start += i % 2 ? 0.06 : 0;
  EXPECT_TRUE(swingingRuns(uneven).empty());
  auto fading = pieces(4, 0.25, 0.2);
  for (std::size_t i = 0; i < fading.size(); ++i) fading[i].level -= 13.0 * static_cast<double>(i);
  EXPECT_TRUE(swingingRuns(fading).empty());
  auto dying = pieces(4, 0.25, 0.2);
  for (std::size_t i = 0; i < dying.size(); ++i) dying[i].level -= 8.0 * static_cast<double>(i);
  EXPECT_EQ(swingingRuns(dying).size(), 1u);
}

/// `key(t)` in MIDI, `gain(t)` in [0, 1].
template <class Key, class Gain>
NoteSegmentation segmented(const Key& key, const Gain& gain, double seconds = 4) {
  std::vector<float> samples(static_cast<std::size_t>(16000 * seconds));
  double phase = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / 16000;
    phase += 2 * std::numbers::pi * frequencyOf(MidiPitch(key(t))) / 16000;
    samples[i] = static_cast<float>(0.3 * gain(t) * (std::sin(phase) + 0.5 * std::sin(2 * phase)));
  }
  const test::TemporaryFolder folder;
  EXPECT_TRUE(audio::writeWav(folder / "a.wav", {samples, kModelRate}));
  Unwatched quiet;
  auto found = segmentNotes(folder / "a.wav", quiet);
  EXPECT_TRUE(found) << found.error().message;
  return found ? std::move(*found) : NoteSegmentation{};
}

const auto kHeld = [](double) { return 57.0; };

TEST(Tremolo, AHeldNoteWhoseLevelSwingsIsOneNote) {
  for (const double rate : {0.5, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 8.0, 12.0})
    for (const double depth : {0.7, 0.95, 1.0}) {
      const auto gain = [&](double t) {
        return 1 - depth * (0.5 - 0.5 * std::cos(2 * std::numbers::pi * rate * t));
      };
      const auto found = segmented(kHeld, gain);
      ASSERT_EQ(found.sounds.size(), 1u) << rate << " Hz, " << depth;
      EXPECT_GT(found.sounds[0].end - found.sounds[0].start, 3.8);
    }
}

TEST(Tremolo, AChoppedNoteIsOneNoteAndSaidToBeDoubtful) {
  for (const double rate : {2.5, 4.0, 5.0}) {
    const auto found =
        segmented(kHeld, [&](double t) { return std::fmod(t * rate, 1.0) < 0.5 ? 1.0 : 0.0; });
    EXPECT_EQ(found.sounds.size(), 1u) << rate << " Hz";
    ASSERT_EQ(found.remarks.size(), 1u) << rate << " Hz";
    EXPECT_NE(found.remarks[0].find("may hold several notes"), std::string::npos);
  }
}

TEST(Tremolo, ATremoloIsNotDoubtful) {
  for (const double rate : {1.5, 5.0})
    EXPECT_TRUE(segmented(kHeld, [&](double t) {
                  return 0.52 + 0.48 * std::sin(2 * std::numbers::pi * rate * t);
                }).remarks.empty());
}

TEST(Tremolo, StrokesAreManyNotes) {
  for (const double apart : {0.2, 0.25, 0.35, 0.5})
    for (const double decay : {3.0, 5.0, 8.0}) {
      const auto found = segmented(
          kHeld,
          [&](double t) { return t < 5 * apart ? std::exp(-decay * std::fmod(t, apart)) : 0.0; },
          5 * apart + 1);
      EXPECT_EQ(found.sounds.size(), 5u) << apart << " s, " << decay << " a second";
      EXPECT_TRUE(found.remarks.empty());
    }
}

TEST(Tremolo, ANoteThatDiesAwayWhileItSwingsIsOneNote) {
  for (const double rate : {1.0, 2.0, 3.0, 4.0, 5.0, 6.5})
    for (const double decay : {1.0, 2.5, 4.0}) {
      const auto gain = [&](double t) {
        return std::exp(-decay * t) * (0.52 + 0.48 * std::sin(2 * std::numbers::pi * rate * t));
      };
      EXPECT_EQ(segmented(kHeld, gain).sounds.size(), 1u) << rate << " Hz, " << decay;
    }
}

TEST(Tremolo, ALegatoScaleIsManyNotes) {
  const auto found = segmented([](double t) { return 57 + 2 * std::floor(t * 4); },
                               [](double) { return 1.0; }, 1.25);
  EXPECT_EQ(found.sounds.size(), 5u);
}

TEST(Tremolo, AScaleInTheSameRhythmIsManyNotes) {
  const auto scale = [](double t) { return 57 + std::floor(t * 4); };
  const auto gain = [](double t) { return std::fmod(t * 4, 1.0) < 0.6 ? 1.0 : 0.0; };
  EXPECT_GE(segmented(scale, gain).sounds.size(), 14u);
}

}  // namespace
}  // namespace timbre::importing
