#include "training/Notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "pack/PackWriter.h"
#include "sampler/MuLaw.h"
#include "support/TemporaryFolder.h"
#include "support/ToyLibrary.h"
#include "training/Crops.h"

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

pack::Label label(int pitch, int family, int instrument, pack::Split split) {
  pack::Label label;
  label.pitch = pitch;
  label.family = family;
  label.instrument = instrument;
  label.split = split;
  return label;
}

}  // namespace

TEST(Notes, arePaddedWithSilence) {
  const Notes notes = manyNotes(1);
  ASSERT_EQ(notes.classes[0].size(), 64000u);
  EXPECT_GT(notes.classes[0][19'999], 200);
  EXPECT_EQ(notes.classes[0][20'000], 128);
}

TEST(Notes, areHeldOutByInstrumentAndPitch) {
  test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  Unwatched nobody;
  const std::vector<model::NoteSource> sources{{folder.path(), 1}};
  const Notes first = loadNotes(sources, false, nobody).value();
  const Notes again = loadNotes(sources, true, nobody).value();
  EXPECT_EQ(first.heldOut, again.heldOut);
  EXPECT_EQ(first.trainedCount(), again.trainedCount());
  EXPECT_GE(first.trainedCount(), 1);
}

TEST(Notes, ofAPackKeepItsSplits) {
  test::TemporaryFolder folder;
  const auto path = folder / "notes.safetensors";
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(pack::writePack(path, [&](pack::PackWriter& writer) -> Result<void> {
    const int known = writer.instrument({"known", "a"}), other = writer.instrument({"other", "b"});
    for (int i = 0; i < 6; ++i)
      if (auto added = writer.addClasses(label(50 + i, i % 2, known, pack::Split::Train), classes);
          !added)
        return added;
    (void)writer.addClasses(label(60, 0, known, pack::Split::HeldOut), classes);
    return writer.addClasses(label(61, 0, other, pack::Split::Unseen), classes);
  }));
  Unwatched nobody;
  const std::vector<model::NoteSource> sources{{path, 1}};
  const Notes notes = loadNotes(sources, true, nobody).value();
  EXPECT_EQ(notes.trained.size(), 2u);  // families
  EXPECT_EQ(notes.trainedCount(), 6);
  ASSERT_EQ(notes.heldOut.size(), 1u);
  ASSERT_EQ(notes.unseen.size(), 1u);
  EXPECT_EQ(notes.pitch[static_cast<std::size_t>(notes.unseen[0])], 61);
  EXPECT_EQ(notes.classes[0][5], 140);
}

TEST(Notes, ofAPackWithNothingToTrainOnAreRefused) {
  test::TemporaryFolder folder;
  const auto path = folder / "kept.safetensors";
  const std::vector<std::uint8_t> classes(kNoteSamples, 140);
  ASSERT_TRUE(pack::writePack(path, [&](pack::PackWriter& writer) {
    const int only = writer.instrument({"only", "a"});
    return writer.addClasses(label(60, 0, only, pack::Split::Unseen), classes);
  }));
  Unwatched nobody;
  const std::vector<model::NoteSource> sources{{path, 1}};
  const auto notes = loadNotes(sources, false, nobody);
  ASSERT_FALSE(notes);
  EXPECT_NE(notes.error().message.find("kept"), std::string::npos);
}

TEST(Notes, needSharesThatAddUp) {
  Unwatched nobody;
  for (const double share : {0.0, -1.0, std::nan("")}) {
    const std::vector<model::NoteSource> sources{{"nowhere", share}};
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
    first += draw(notes, groups, {.count = 1, .samples = 512}, step).pitch[0] == 1;
  EXPECT_NEAR(first, 0.75 * kDraws, 4 * std::sqrt(kDraws * 0.75 * 0.25));
}

TEST(Crops, ofSeveralMachinesAreThoseOfOne) {
  const Notes notes = manyNotes(50);
  const CropRule whole{.count = 4, .samples = 512, .history = true, .seed = 3};
  CropRule second = whole;
  second.count = 2;
  second.first = 2;
  const Batch all = draw(notes, notes.trained, whole, 9),
              part = draw(notes, notes.trained, second, 9);
  EXPECT_TRUE(std::equal(part.classes.begin(), part.classes.end(), all.classes.begin() + 2 * 512));
  EXPECT_TRUE(std::equal(part.heard.begin(), part.heard.end(), all.heard.begin() + 2 * 512));
}

TEST(Crops, areHeardTrulyOrNoisilyOrWithHoles) {
  const Notes notes = manyNotes(1);
  int truth = 0, holes = 0;
  constexpr int kDraws = 300, kSamples = 4096;
  for (int step = 0; step < kDraws; ++step) {
    const Batch batch =
        draw(notes, notes.trained, {.count = 1, .samples = kSamples, .history = true}, step);
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
  const Batch a = draw(notes, notes.trained, plain, 4), b = draw(notes, notes.trained, varied, 4);
  EXPECT_NE(a.classes, b.classes);
  EXPECT_EQ(b.classes.size(), a.classes.size());
}

TEST(Notes, areDrawnTheSameForTheSameStep) {
  const Notes notes = manyNotes(50);
  const CropRule rule{.count = 3, .samples = 512, .attacks = true, .seed = 7};
  const Batch a = draw(notes, notes.trained, rule, 41), b = draw(notes, notes.trained, rule, 41);
  EXPECT_EQ(a.classes, b.classes);
  EXPECT_EQ(a.pitch, b.pitch);
  std::set<std::vector<std::int64_t>> pitches;
  for (int step = 0; step < 20; ++step)
    pitches.insert(draw(notes, notes.trained, rule, step).pitch);
  EXPECT_GT(pitches.size(), 10u);
}

TEST(Notes, areDrawnWholeWhenAskedWhole) {
  const Notes notes = manyNotes(5);
  const Batch batch = draw(notes, notes.trained, {.count = 2, .samples = kNoteSamples}, 3);
  EXPECT_EQ(batch.classes.size(), 2u * 64000u);
}

}  // namespace timbre::training
