#include "synthesis/LruCache.h"

#include <gtest/gtest.h>

namespace timbre::synthesis {

TEST(LruCache, forgetsWhatWasNotAskedForLongest) {
  LruCache<int> cache(3);
  cache.keep("a", 1, 1);
  cache.keep("b", 2, 1);
  cache.keep("c", 3, 1);
  EXPECT_EQ(cache.find("a"), 1);  // now b is the oldest
  cache.keep("d", 4, 1);
  EXPECT_FALSE(cache.find("b"));
  EXPECT_EQ(cache.find("a"), 1);
  EXPECT_EQ(cache.find("c"), 3);
  EXPECT_EQ(cache.find("d"), 4);
}

TEST(LruCache, countsWhatItsValuesCost) {
  LruCache<int> cache(10);
  cache.keep("a", 1, 4);
  cache.keep("b", 2, 4);
  cache.keep("c", 3, 8);
  EXPECT_FALSE(cache.find("a"));
  EXPECT_FALSE(cache.find("b"));
  EXPECT_EQ(cache.find("c"), 3);
}

TEST(LruCache, aKeyHasOneValueTheLatest) {
  LruCache<int> cache(2);
  cache.keep("a", 1, 1);
  cache.keep("a", 2, 1);
  cache.keep("b", 3, 1);
  EXPECT_EQ(cache.find("a"), 2) << "the first value's cost is given back";
  EXPECT_EQ(cache.find("b"), 3);
}

TEST(LruCache, keepsTheLatestThoughItAloneIsTooMuch) {
  LruCache<int> cache(2);
  cache.keep("a", 1, 5);
  EXPECT_EQ(cache.find("a"), 1);
  cache.keep("b", 2, 1);
  EXPECT_FALSE(cache.find("a"));
}

}  // namespace timbre::synthesis
