#include "training/data/Notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <set>

#include "audio/Pitch.h"
#include "corpus/PackWriter.h"
#include "sampler/MuLaw.h"
#include "support/TemporaryFolder.h"
#include "support/ToyLibrary.h"
#include "training/data/Crops.h"

namespace timbre::training {

namespace {

Notes manyNotes(int count) {
  Notes notes;
  const std::vector<float> ramp = [] {
    std::vector<float> x(20'000);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i) / 20'000;
    return x;
  }();
  NoteGroup all{1, {}};
  for (int i = 0; i < count; ++i) all.notes.push_back(add(notes, ramp, 48 + i % 12));
  notes.trained.push_back(all);
  return notes;
}

Batch drawn(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
            std::int64_t step) {
  auto batch = draw(notes, from, rule, step);
  EXPECT_TRUE(batch) << batch.error().message;
  return std::move(*batch);
}

std::vector<std::uint8_t> wholeOf(const StoredNote& note) {
  std::vector<std::uint8_t> classes(kNoteSamples);
  EXPECT_TRUE(note.read(0, classes));
  return classes;
}

/// Of one sine: a note of 440 Hz that knows itself as 69.
Notes a440() {
  std::vector<float> samples(kNoteSamples);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = 0.5f * static_cast<float>(
                            std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / 16000));
  Notes notes;
  notes.trained.push_back({1, {add(notes, samples, 69)}});
  return notes;
}

audio::AudioClip soundOf(std::span<const std::uint8_t> classes) {
  std::vector<float> samples;
  for (const int c : classes) samples.push_back(sampler::muLawSample(c));
  return {std::move(samples), kModelRate};
}

corpus::Label label(int pitch, int family, int instrument, corpus::Split split) {
  corpus::Label label;
  label.pitch = pitch;
  label.family = family;
  label.instrument = instrument;
  label.split = split;
  return label;
}

}  // namespace

TEST(Notes, arePaddedWithSilence) {
  const Notes notes = manyNotes(1);
  const auto classes = wholeOf(notes.sounds[0]);
  EXPECT_GT(classes[19'999], 200);
  EXPECT_EQ(classes[20'000], 128);
}

TEST(Notes, areHeldOutByInstrumentAndPitch) {
  test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{folder.path(), 1}};
  const Notes first = loadNotes(sources, false, nobody).value();
  const Notes again = loadNotes(sources, true, nobody).value();
  EXPECT_EQ(first.heldOut, again.heldOut);
  EXPECT_EQ(first.trainedCount(), again.trainedCount());
  EXPECT_GE(first.trainedCount(), 1);
}

TEST(Notes, thatHoldNoNumbersAreLeftOutAndCounted) {
  test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto file = folder / "audio" / "flute_acoustic_000-069-127.wav";
  const auto sound = test::sine(440, 0.5, 4000);
  ASSERT_TRUE(audio::writeWav(file, sound, audio::SampleFormat::Float32));
  std::string bytes = test::textOf(file);
  bytes.replace(bytes.size() - 400, 4, "\xff\xff\xff\x7f");  // a NaN among the samples
  test::writeText(file, bytes);
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{folder.path(), 1}};
  const Notes notes = loadNotes(sources, false, nobody).value();
  EXPECT_EQ(notes.unreadable, 2);  // and the one without a file
  EXPECT_EQ(notes.sounds.size(), 4u);
  for (const auto& entry : std::filesystem::directory_iterator(folder / "audio"))
    test::writeText(entry.path(), bytes);
  const auto none = loadNotes(sources, false, nobody);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::NotFound);
}

void writePackOfOneNote(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(corpus::writePack(path, [&](corpus::PackWriter& writer) {
    return writer.addClasses(label(60, 0, writer.instrument({"a", "a"}), corpus::Split::Train),
                             classes);
  }));
}

TEST(Notes, ofAPackThatIsCutShortAreRefused) {
  test::TemporaryFolder folder;
  const auto path = folder / "notes.safetensors";
  writePackOfOneNote(path);
  std::filesystem::resize_file(path, 40'000);
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{path, 1}};
  const auto notes = loadNotes(sources, false, nobody);
  ASSERT_FALSE(notes);
  EXPECT_NE(notes.error().message.find("notes.safetensors"), std::string::npos);
}

TEST(Notes, ofAPackKeepItsSplits) {
  test::TemporaryFolder folder;
  const auto path = folder / "notes.safetensors";
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(corpus::writePack(path, [&](corpus::PackWriter& writer) -> Result<void> {
    const int known = writer.instrument({"known", "a"}), other = writer.instrument({"other", "b"});
    for (int i = 0; i < 6; ++i)
      if (auto added =
              writer.addClasses(label(50 + i, i % 2, known, corpus::Split::Train), classes);
          !added)
        return added;
    (void)writer.addClasses(label(60, 0, known, corpus::Split::HeldOut), classes);
    return writer.addClasses(label(61, 0, other, corpus::Split::Unseen), classes);
  }));
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{path, 1}};
  const Notes notes = loadNotes(sources, true, nobody).value();
  EXPECT_EQ(notes.trained.size(), 2u);  // families
  EXPECT_EQ(notes.trainedCount(), 6);
  ASSERT_EQ(notes.heldOut.size(), 1u);
  ASSERT_EQ(notes.unseen.size(), 1u);
  EXPECT_EQ(notes.pitch[static_cast<std::size_t>(notes.unseen[0])], 61);
  EXPECT_EQ(wholeOf(notes.sounds[0])[5], 140);
}

TEST(Notes, ofAPackWithNothingToTrainOnAreRefused) {
  test::TemporaryFolder folder;
  const auto path = folder / "kept.safetensors";
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(corpus::writePack(path, [&](corpus::PackWriter& writer) {
    const int only = writer.instrument({"only", "a"});
    return writer.addClasses(label(60, 0, only, corpus::Split::Unseen), classes);
  }));
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{path, 1}};
  const auto notes = loadNotes(sources, false, nobody);
  ASSERT_FALSE(notes);
  EXPECT_NE(notes.error().message.find("held-out"), std::string::npos);
}

TEST(Notes, needSharesThatAddUp) {
  Unwatched nobody;
  for (const double share : {0.0, -1.0, std::nan("")}) {
    const std::vector<model::TrainingSource> sources{{"nowhere", share}};
    const auto notes = loadNotes(sources, false, nobody);
    ASSERT_FALSE(notes);
    EXPECT_EQ(notes.error().code, ErrorCode::BadFormat);
  }
}

TEST(Crops, comeFromEachSourceAsOftenAsItsShareSays) {
  Notes notes = manyNotes(40);
  std::vector<NoteGroup> groups{{3, {0}}, {1, {1}}};
  notes.pitch[0] = 1;
  notes.pitch[1] = 2;
  int first = 0;
  constexpr int kDraws = 2000;
  for (int step = 0; step < kDraws; ++step)
    first += drawn(notes, groups, {.count = 1, .samples = 512}, step).pitch[0] == 1;
  EXPECT_NEAR(first, 0.75 * kDraws, 4 * std::sqrt(kDraws * 0.75 * 0.25));
}

TEST(Crops, ofSeveralMachinesAreThoseOfOne) {
  const Notes notes = manyNotes(50);
  const CropRule whole{.count = 4, .samples = 512, .inputCorruption = true, .seed = 3};
  CropRule second = whole;
  second.count = 2;
  second.first = 2;
  const Batch all = drawn(notes, notes.trained, whole, 9),
              part = drawn(notes, notes.trained, second, 9);
  EXPECT_TRUE(std::equal(part.classes.begin(), part.classes.end(), all.classes.begin() + 2 * 512));
  EXPECT_TRUE(std::equal(part.heard.begin(), part.heard.end(), all.heard.begin() + 2 * 512));
}

TEST(Crops, areHeardTrulyOrNoisilyOrWithHoles) {
  const Notes notes = manyNotes(1);
  int truth = 0, holes = 0;
  constexpr int kDraws = 300, kSamples = 4096;
  for (int step = 0; step < kDraws; ++step) {
    const Batch batch = drawn(notes, notes.trained,
                              {.count = 1, .samples = kSamples, .inputCorruption = true}, step);
    int off = 0;
    for (std::size_t i = 0; i < kSamples; ++i) {
      ASSERT_TRUE(std::isfinite(batch.heard[i]));
      off += std::abs(batch.heard[i] - sampler::scaledClass(batch.classes[i])) > 0.5;
    }
    truth += off == 0 && batch.heard[9] == sampler::scaledClass(batch.classes[9]);
    holes += off > 100;
  }
  EXPECT_NEAR(truth, 0.25 * kDraws, 4 * std::sqrt(kDraws * 0.25 * 0.75));
  EXPECT_GT(holes, 0.02 * kDraws);  // of the quarter that has them, those on the loud part
}

TEST(Crops, canBeVariedInLevelAndPitch) {
  const Notes notes = manyNotes(1);
  const CropRule plain{.count = 9, .samples = 4096, .attacks = true, .seed = 2};
  CropRule varied = plain;
  varied.levelDb = 6;
  varied.cents = 50;
  const Batch a = drawn(notes, notes.trained, plain, 4), b = drawn(notes, notes.trained, varied, 4);
  EXPECT_NE(a.classes, b.classes);
  EXPECT_EQ(b.classes.size(), a.classes.size());
}

TEST(Crops, variedInLevelAloneKeepEveryFrequency) {
  std::vector<float> samples(kNoteSamples);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = i % 2 ? 0.25f : -0.25f;
  Notes notes;
  notes.trained.push_back({1, {add(notes, samples, 60)}});
  const Batch batch = drawn(notes, notes.trained, {.count = 5, .samples = 512, .levelDb = 3}, 1);
  for (std::size_t i = 1; i < batch.classes.size(); ++i)
    if (i % 512 != 0) {
      const float before = sampler::muLawSample(batch.classes[i - 1]);
      const float now = sampler::muLawSample(batch.classes[i]);
      ASSERT_NEAR(now, -before, 0.01) << i;  // a step of mu-law there
      ASSERT_GT(std::abs(now), 0.17) << i;   // 3 dB below 0.25
    }
}

TEST(Crops, shiftedByWholeSemitonesHaveThePitchTheyAreToldOf) {
  const Notes notes = a440();
  for (const int samples : {6144, kNoteSamples}) {
    std::set<std::int64_t> pitches;
    for (int step = 0; step < 24; ++step) {
      const Batch batch =
          drawn(notes, notes.trained, {.count = 1, .samples = samples, .semitones = 3}, step);
      pitches.insert(batch.pitch[0]);
      const auto heard = audio::estimatePitch(soundOf(batch.classes));
      ASSERT_TRUE(heard) << step;
      // YIN on a sine in 8-bit mu-law.
      EXPECT_NEAR(heard->pitch.value, static_cast<double>(batch.pitch[0]), 0.03) << step;
    }
    EXPECT_EQ(pitches, (std::set<std::int64_t>{66, 67, 68, 69, 70, 71, 72}));  // 72: C5
  }
}

TEST(Crops, thatCannotBeShiftedKeepTheirPitch) {
  Notes notes = a440();
  for (const int pitch : {0, 127}) {
    notes.pitch[0] = pitch;
    for (int step = 0; step < 40; ++step) {
      const auto told =
          drawn(notes, notes.trained, {.count = 1, .samples = 512, .semitones = 12}, step).pitch[0];
      EXPECT_GE(told, 0);
      EXPECT_LE(told, 127);
    }
  }
}

TEST(Crops, withoutAShiftAreDrawnAsBefore) {
  const Notes notes = manyNotes(3);
  const CropRule rule{.count = 2, .samples = 512};
  const Batch batch = drawn(notes, notes.trained, rule, 5);
  const auto note = wholeOf(notes.sounds[0]);
  const std::span<const std::uint8_t> crop(batch.classes.data(), 512);
  EXPECT_NE(std::search(note.begin(), note.end(), crop.begin(), crop.end()), note.end());
}

TEST(Crops, ofAPackThatIsShortenedOrWrittenToAreRefusedNotFatal) {
  test::TemporaryFolder folder;
  const auto path = folder / "notes.safetensors";
  writePackOfOneNote(path);
  Unwatched nobody;
  const std::vector<model::TrainingSource> sources{{path, 1}};
  const Notes notes = loadNotes(sources, false, nobody).value();
  EXPECT_EQ(drawn(notes, notes.trained, {.count = 1, .samples = 512}, 1).classes[9], 140);
  std::filesystem::resize_file(path, 100);
  for (const int semitones : {0, 2}) {
    const auto gone =
        draw(notes, notes.trained, {.count = 1, .samples = 512, .semitones = semitones}, 1);
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().message.find("changed"), std::string::npos);
  }
}

TEST(Notes, areDrawnTheSameForTheSameStep) {
  const Notes notes = manyNotes(50);
  const CropRule rule{.count = 3, .samples = 512, .attacks = true, .seed = 7};
  const Batch a = drawn(notes, notes.trained, rule, 41), b = drawn(notes, notes.trained, rule, 41);
  EXPECT_EQ(a.classes, b.classes);
  EXPECT_EQ(a.pitch, b.pitch);
  std::set<std::vector<std::int64_t>> pitches;
  for (int step = 0; step < 20; ++step)
    pitches.insert(drawn(notes, notes.trained, rule, step).pitch);
  EXPECT_GT(pitches.size(), 10u);
}

TEST(Notes, areDrawnWholeWhenAskedWhole) {
  const Notes notes = manyNotes(5);
  const Batch batch = drawn(notes, notes.trained, {.count = 2, .samples = kNoteSamples}, 3);
  EXPECT_EQ(batch.classes.size(), 2u * 64000u);
}

}  // namespace timbre::training
