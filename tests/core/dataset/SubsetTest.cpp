#include "dataset/Subset.h"

#include <gtest/gtest.h>

namespace timbre::dataset {
namespace {

TEST(Subset, NsynthsPartsAreKnownByTheirNames) {
  EXPECT_EQ(subsetOfName("nsynth-train"), Subset::Train);
  EXPECT_EQ(subsetOfName("nsynth-valid.jsonwav.tar.gz"), Subset::Valid);
  EXPECT_EQ(subsetOfName("nsynth-test.tfrecord"), Subset::Test);
  for (const auto* other : {"nsynth", "nsynth-testing", "my-test", "test", ""})
    EXPECT_FALSE(subsetOfName(other)) << other;
}

TEST(Subset, NotesThatNameTheirSampleSetsFollowTheShippedModelsSplit) {
  NoteInfo note;
  EXPECT_EQ(subsetOf(note), Subset::None);
  note.sampleSets = "0:7";
  EXPECT_EQ(subsetOf(note), Subset::Unseen);
  note.sampleSets = "0:7 0:1";
  EXPECT_EQ(subsetOf(note), Subset::None) << "it shares samples with both sides";
  note.sampleSets = "0:1";
  int heldOut = 0;
  for (note.pitch = 0; note.pitch < 70; ++note.pitch)
    if (const auto subset = subsetOf(note); subset == Subset::HeldOut) ++heldOut;
  EXPECT_EQ(heldOut, 10) << "each seventh pitch";
}

}  // namespace
}  // namespace timbre::dataset
