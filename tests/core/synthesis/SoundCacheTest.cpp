#include "synthesis/SoundCache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::synthesis {
namespace {

RenderedSound sound(int samples = 1000) {
  RenderedSound made{test::sine(440, 0.3, samples), {}};
  made.request.kind = SynthesisKind::Reconstruction;
  made.request.notes.push_back({{"a \"note\"", "0123"}, {}});
  made.request.seed = 7;
  return made;
}

}  // namespace

TEST(SoundCache, forgetsWhatWasNotWantedLongest) {
  SoundCache cache({}, 3 * (sizeof(RenderedSound) + 1000 * sizeof(float)));
  for (const char* key : {"a", "b", "c"}) cache.keep(key, sound(), false);
  EXPECT_TRUE(cache.find("a"));  // now b is the oldest
  cache.keep("d", sound(), false);
  EXPECT_TRUE(cache.find("a"));
  EXPECT_FALSE(cache.find("b"));
  EXPECT_TRUE(cache.find("d"));
}

TEST(SoundCache, theDiskGivesBackTheSameBitsAndHowTheyWereMade) {
  const test::TemporaryFolder folder;
  SoundCache({folder / "sounds", 1u << 20, {}, {}}).keep("key", sound(), true);
  SoundCache again({folder / "sounds", 1u << 20, {}, {}});
  EXPECT_FALSE(again.find("key"));
  const auto found = again.load("key");
  ASSERT_TRUE(found);
  EXPECT_TRUE(std::ranges::equal(found->clip.samples(), sound().clip.samples()));
  EXPECT_EQ(found->clip.rate(), kModelRate);
  EXPECT_EQ(found->request, sound().request);
  EXPECT_TRUE(again.find("key")) << "and remembers it";
}

TEST(SoundCache, whatIsNotToGoToDiskDoesNot) {
  const test::TemporaryFolder folder;
  SoundCache({folder / "sounds", 1u << 20, {}, {}}).keep("key", sound(), false);
  EXPECT_FALSE(std::filesystem::exists(folder / "sounds"));
}

TEST(SoundCache, anEntryThatIsNoSoundCountsAsAbsent) {
  const test::TemporaryFolder folder;
  const DiskCacheOptions disk{folder / "sounds", 1u << 20, {}, {}};
  for (const char* description : {"", "16000", "-1 {}", "16000 {\"timbrescope\":1}", "noise"}) {
    DiskCache(disk).keep("key", {description, {0.5f}});
    EXPECT_FALSE(SoundCache(disk).load("key")) << description;
  }
}

}  // namespace timbre::synthesis
