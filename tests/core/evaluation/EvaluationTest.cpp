#include "evaluation/Evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "dataset/NoteLibrary.h"
#include "support/Impatient.h"
#include "support/ToyLibrary.h"

using namespace timbre;
using namespace timbre::evaluation;

namespace {

std::vector<dataset::NoteInfo> toyNotes(const test::TemporaryFolder& folder) {
  test::makeToyLibrary(folder);
  Unwatched quiet;
  const auto library = dataset::NoteLibrary::open(folder.path(), quiet);
  EXPECT_TRUE(library) << library.error().message;
  std::vector<dataset::NoteInfo> notes;
  for (const auto& note : library->notes()) notes.push_back(note);
  return notes;
}

audio::AudioClip tone(double key, double decay) {
  std::vector<float> x(static_cast<std::size_t>(kNoteSamples));
  const double f = frequencyOf(MidiPitch(key));
  for (int t = 0; t < kNoteSamples; ++t)
    for (int n = 1; n <= 5; ++n)
      x[t] += static_cast<float>(0.1 / n * std::exp(-decay * t / 16000.0) *
                                 std::sin(2 * std::numbers::pi * n * f * t / 16000));
  return {std::move(x), kModelRate};
}

}  // namespace

TEST(Evaluation, aNoteAgainstItselfIsPerfect) {
  const auto score = compare(tone(60, 1), tone(60, 1));
  EXPECT_TRUE(score.pitched);
  EXPECT_NEAR(score.cents.value(), 0, 1e-6);
  EXPECT_NEAR(score.spectralDistance, 0, 1e-6);
  EXPECT_NEAR(score.envelopeCorrelation, 1, 1e-9);
}

TEST(Evaluation, levelAloneDoesNotCount) {
  std::vector<float> quiet;
  const auto loud = tone(60, 1);
  for (const float s : loud.samples()) quiet.push_back(s / 4);  // exact in binary
  EXPECT_NEAR(compare(loud, {std::move(quiet), kModelRate}).spectralDistance, 0, 1e-3);
}

TEST(Evaluation, aSemitoneIsAHundredCentsAndOutOfTune) {
  const auto score = compare(tone(60, 1), tone(61, 1));
  EXPECT_NEAR(score.cents.value(), 100, 3);  // YIN's own error on such tones stays within 3 cents
  EXPECT_FALSE(score.inTune());
  EXPECT_GT(score.spectralDistance, 1);
}

TEST(Evaluation, silenceHasLostThePitch) {
  const auto score = compare(tone(60, 1), {std::vector<float>(64000, 0.0f), kModelRate});
  EXPECT_TRUE(score.pitched);
  EXPECT_FALSE(score.cents);
  EXPECT_FALSE(score.inTune());
}

TEST(Evaluation, aSwellAgainstADecayCorrelatesNegatively) {
  EXPECT_LT(compare(tone(60, 2), tone(60, -0.5)).envelopeCorrelation, -0.5);
}

TEST(Evaluation, theFloorsKeepThePitchAndAreNear) {
  Unwatched quiet;
  const auto original = tone(60, 1);
  for (const auto& rebuild : {quantised(), fromTrueSpectrogram(64)}) {
    const auto rebuilt = rebuild(original, 60, quiet);
    ASSERT_TRUE(rebuilt) << rebuilt.error().message;
    const auto score = compare(original, rebuilt->sound);
    EXPECT_TRUE(score.inTune());
    EXPECT_LT(score.spectralDistance, 2);  // the worst of the starter library's notes
    EXPECT_GT(score.envelopeCorrelation, 0.99);
  }
}

TEST(Evaluation, hissCountsLessThanAnotherNoteDoes) {
  const auto original = tone(60, 0);
  std::vector<float> hissing(original.samples().begin(), original.samples().end());
  std::uint32_t state = 1;
  for (float& x : hissing) {
    state = state * 1664525u + 1013904223u;
    x += 0.003f * (static_cast<float>(state >> 8) / (1 << 23) - 1);  // below -50 dBFS
  }
  const auto hiss = compare(original, {std::move(hissing), kModelRate});
  const auto other = compare(original, tone(65, 0));
  EXPECT_LT(hiss.spectralDistance, other.spectralDistance);
}

TEST(Evaluation, everyNoteIsScoredInItsPlaceOnAnyNumberOfThreads) {
  test::TemporaryFolder folder;
  const auto notes = toyNotes(folder);
  Unwatched quiet;
  for (const std::size_t threads : {1u, 3u}) {
    int heard = 0, failed = 0;
    const auto scores = evaluate(
        notes, std::vector(threads, quantised()),
        [&](const Result<NoteScore>& score) { score ? ++heard : ++failed; }, quiet);
    ASSERT_TRUE(scores) << scores.error().message;
    EXPECT_EQ(failed, 1) << "the note without its file";
    EXPECT_EQ(heard, 5);
    ASSERT_EQ(scores->size(), 5u);
    EXPECT_TRUE(std::is_sorted(scores->begin(), scores->end(),
                               [](const auto& a, const auto& b) { return a.id < b.id; }));
  }
}

TEST(Evaluation, canBeCancelled) {
  test::TemporaryFolder folder;
  const auto notes = toyNotes(folder);
  test::Impatient impatient(0);
  const auto scores = evaluate(
      notes, std::vector(1, fromTrueSpectrogram(100000)), [](const auto&) {}, impatient);
  ASSERT_FALSE(scores);
  EXPECT_EQ(scores.error().code, ErrorCode::Cancelled);
}
