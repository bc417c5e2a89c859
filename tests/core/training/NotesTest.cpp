#include "training/Notes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace timbre::training {

namespace {

Notes manyNotes(int count) {
  Notes notes;
  const std::vector<float> short_(100, 0.5f);
  for (int i = 0; i < count; ++i)
    add(notes, short_, "flute_acoustic_" + std::to_string(i / 12), 48 + i % 12);
  return notes;
}

}  // namespace

TEST(Notes, arePaddedWithSilence) {
  const Notes notes = manyNotes(1);
  ASSERT_EQ(notes.note(0).size(), 64000u);
  EXPECT_GT(notes.note(0)[99], 200);
  EXPECT_EQ(notes.note(0)[100], 128);
}

TEST(Notes, areHeldOutByInstrumentAndPitch) {
  const Notes notes = manyNotes(600);
  EXPECT_EQ(notes.trained.size() + notes.heldOut.size(), 600u);
  EXPECT_NEAR(static_cast<double>(notes.heldOut.size()), 60, 30);  // four standard deviations
  Notes same;
  const std::vector<float> louder(64000, 0.9f);
  for (int velocity = 0; velocity < 2; ++velocity) add(same, louder, "flute_acoustic_3", 50);
  EXPECT_TRUE(same.trained.size() == 2 || same.heldOut.size() == 2);  // velocities stay together
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
