#include "studies/SoundStore.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::studies {

TEST(SoundStore, givesBackWhatItKept) {
  test::TemporaryFolder folder;
  const SoundStore store(folder / "work");
  EXPECT_FALSE(store.sound("key"));
  const auto kept = store.keep("key", test::sine(440, 0.5, 8000));
  ASSERT_TRUE(kept);
  const auto again = store.sound("key");
  ASSERT_TRUE(again);
  ASSERT_EQ(again->samples().size(), 8000u);
  for (std::size_t i = 0; i < 8000; ++i) ASSERT_EQ(again->samples()[i], kept->samples()[i]);
  EXPECT_FALSE(store.sound("another"));
}

TEST(SoundStore, whatIsDamagedCountsAsAbsent) {
  test::TemporaryFolder folder;
  const SoundStore store(folder.path());
  ASSERT_TRUE(store.keep("key", test::sine(440, 0.5, 800)));
  ASSERT_TRUE(store.sound("key"));
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    test::writeText(entry.path(), "cut");
  EXPECT_FALSE(store.sound("key"));
}

}  // namespace timbre::studies
