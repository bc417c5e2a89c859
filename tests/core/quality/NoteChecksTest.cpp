#include "quality/NoteChecks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "dataset/ExamplesJson.h"
#include "support/Sounds.h"

namespace timbre::quality {
namespace {

using audio::AudioClip;
using dataset::Finding;

dataset::NoteInfo labelled(int pitch, int velocity = 100) {
  dataset::NoteInfo note;
  note.pitch = pitch;
  note.velocity = velocity;
  return note;
}

dataset::Findings only(Finding finding) {
  dataset::Findings findings;
  findings.set(bitOf(finding));
  return findings;
}

/// A tone with ten partials at this MIDI pitch.
AudioClip tone(double key, float gain = 0.5f) {
  std::vector<float> wave(kNoteSamples);
  const double hertz = frequencyOf(MidiPitch(key));
  for (int n = 1; n <= 10 && n * hertz < 7800; ++n)
    for (int i = 0; i < kNoteSamples; ++i)
      wave[static_cast<std::size_t>(i)] += static_cast<float>(
          gain / (2.0 * n) * std::sin(2 * std::numbers::pi * n * hertz * i / 16000.0));
  return {std::move(wave), kModelRate};
}

AudioClip clipped(const AudioClip& clip, float gain) {
  std::vector<float> wave(clip.samples().begin(), clip.samples().end());
  for (float& x : wave) x = std::clamp(x * gain, -1.0f, 1.0f);
  return {std::move(wave), clip.rate()};
}

TEST(NoteChecks, AGoodNoteHasNoFindings) {
  for (const int key : {21, 36, 60, 84, 108})
    EXPECT_TRUE(checkNote(labelled(key), tone(key)).findings.none()) << key;
}

TEST(NoteChecks, ASilentNoteIsSilentAndNothingElse) {
  EXPECT_EQ(checkNote(labelled(60), test::silence(kNoteSamples)).findings, only(Finding::Silence));
  EXPECT_EQ(checkNote(labelled(60), test::noise(0.0005, kNoteSamples)).findings,
            only(Finding::Silence));
  EXPECT_EQ(checkNote(labelled(60), AudioClip()).findings, only(Finding::Silence));
}

TEST(NoteChecks, ASoftNoteIsNotSilent) {
  EXPECT_TRUE(checkNote(labelled(60), tone(60, 0.01f)).findings.none());
}

TEST(NoteChecks, NoiseLabelledAsANoteIsFound) {
  EXPECT_EQ(checkNote(labelled(60), test::noise(0.5, kNoteSamples)).findings, only(Finding::Noise));
}

TEST(NoteChecks, DarkNoiseIsFoundToo) {
  const auto white = test::noise(0.5, kNoteSamples);
  std::vector<float> dark(white.samples().begin(), white.samples().end());
  for (std::size_t i = 1; i < dark.size(); ++i) dark[i] = 0.9f * dark[i - 1] + 0.1f * dark[i];
  EXPECT_EQ(checkNote(labelled(60), {dark, kModelRate}).findings, only(Finding::Noise));
}

TEST(NoteChecks, ABreathyNoteABellAndAChordAreNoNoise) {
  std::vector<float> breathy(kNoteSamples);
  std::vector<float> bell(kNoteSamples);
  std::vector<float> chord(kNoteSamples);
  const auto hiss = test::noise(0.1, kNoteSamples);
  for (int i = 0; i < kNoteSamples; ++i) {
    const double t = 2 * std::numbers::pi * i / 16000.0;
    const auto at = static_cast<std::size_t>(i);
    breathy[at] = static_cast<float>(0.3 * std::sin(t * 262)) + hiss.samples()[at];
    for (const double partial : {1.0, 2.76, 5.4})
      bell[at] += static_cast<float>(0.2 * std::sin(t * 523 * partial) * std::exp(-i / 16000.0));
    for (const double third : {1.0, 1.26, 1.498})
      chord[at] += static_cast<float>(0.2 * std::sin(t * 262 * third));
  }
  for (const auto& wave : {breathy, bell, chord})
    EXPECT_FALSE(checkNote(labelled(60), {wave, kModelRate}).findings[bitOf(Finding::Noise)]);
}

TEST(NoteChecks, ANoteOffItsLabelIsFound) {
  for (const double heard : {60.7, 59.3, 61.0, 65.0, 47.0})
    EXPECT_EQ(checkNote(labelled(60), tone(heard)).findings, only(Finding::OffPitch)) << heard;
  EXPECT_NEAR(checkNote(labelled(60), tone(60.7)).heard.value_or(0), 60.7, 0.05);
}

TEST(NoteChecks, ANoteALittleOffOrInAnotherOctaveIsNotDoubted) {
  for (const double heard : {60.35, 59.65, 48.0, 72.0, 79.02, 36.0})
    EXPECT_TRUE(checkNote(labelled(60), tone(heard)).findings.none()) << heard;
}

TEST(NoteChecks, ClippingIsFoundAndFullScaleAloneIsNot) {
  EXPECT_EQ(checkNote(labelled(60), clipped(tone(60), 4)).findings, only(Finding::Clipping));
  EXPECT_TRUE(checkNote(labelled(81), test::sine(880, 1, kNoteSamples)).findings.none());
}

TEST(NoteChecks, PitchesAndVelocitiesBeyondNSynthsAreOutOfRange) {
  EXPECT_TRUE(outOfRange(labelled(20)));
  EXPECT_TRUE(outOfRange(labelled(109)));
  EXPECT_TRUE(outOfRange(labelled(60, 90)));
  EXPECT_FALSE(outOfRange(labelled(21, 25)));
  EXPECT_FALSE(outOfRange(labelled(108, 127)));
}

TEST(NoteChecks, TheSameSamplesHaveTheSameContent) {
  const auto one = tone(60);
  EXPECT_EQ(contentOf(one), contentOf(audio::fitted(one, kNoteSamples + 500)));
  EXPECT_NE(contentOf(one), contentOf(tone(60, 0.49f)));
  EXPECT_EQ(contentOf(test::silence(100)), 0u);
}

}  // namespace
}  // namespace timbre::quality
