#include "dataset/Shards.h"

#include <gtest/gtest.h>

namespace timbre::dataset {
namespace {

TEST(Shards, AreGatheredByTheirNames) {
  ShardSets shards;
  EXPECT_TRUE(shards.take("/d/nsynth-train.tfrecord-00001-of-00010"));
  EXPECT_TRUE(shards.take("/d/nsynth-train.tfrecord-00000-of-00010"));
  EXPECT_TRUE(shards.take("/d/nsynth-valid.tfrecord-00000-of-00001"));
  EXPECT_TRUE(shards.take("/d/x.tfrecord-00000-of-00002.gz"));
  const auto& sets = shards.sets();
  ASSERT_EQ(sets.size(), 3u);
  const auto& [train, files] = *sets.begin();
  EXPECT_EQ(train.path(), "/d/nsynth-train.tfrecord-????\?-of-00010");
  EXPECT_EQ(train.count, 10u);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0], "/d/nsynth-train.tfrecord-00000-of-00010");
}

TEST(Shards, OtherFilesAreNone) {
  ShardSets shards;
  for (const auto* name :
       {"nsynth-train.tfrecord", "a-00000-of-00002", "x.tfrecord-0-of-", "x.tfrecord-of-00002",
        "x.tfrecord-00000-of-99999999999999999999", "x.array_record-00000-of-00002", ""})
    EXPECT_FALSE(shards.take(name)) << name;
  EXPECT_TRUE(shards.sets().empty());
}

}  // namespace
}  // namespace timbre::dataset
