#include "studies/WorkStore.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::studies {

TEST(WorkStore, givesBackWhatItKept) {
  test::TemporaryFolder folder;
  const WorkStore store(folder / "work");
  EXPECT_FALSE(store.embedding("key"));
  EXPECT_FALSE(store.sound("key"));
  latent::Embedding z;
  z.frames = 2;
  z.channels = 3;
  z.values = {1, 2, 3, 4, 5, 0.1f};
  ASSERT_TRUE(store.keep("key", z));
  EXPECT_EQ(store.embedding("key")->values, z.values);
  EXPECT_EQ(store.embedding("key")->channels, 3);
  const auto kept = store.keep("key", test::sine(440, 0.5, 8000));
  ASSERT_TRUE(kept);
  const auto again = store.sound("key");
  ASSERT_TRUE(again);
  ASSERT_EQ(again->samples().size(), 8000u);
  for (std::size_t i = 0; i < 8000; ++i) ASSERT_EQ(again->samples()[i], kept->samples()[i]);
  EXPECT_FALSE(store.sound("another"));
}

TEST(WorkStore, whatIsDamagedCountsAsAbsent) {
  test::TemporaryFolder folder;
  const WorkStore store(folder.path());
  latent::Embedding z;
  z.frames = z.channels = 1;
  z.values = {1};
  ASSERT_TRUE(store.keep("key", z));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    test::writeText(entry.path(), "cut");
  EXPECT_FALSE(store.embedding("key"));
}

}  // namespace timbre::studies
