#include "synthesis/DiskCache.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <limits>
#include <thread>

#include "base/AtomicFile.h"
#include "base/CacheTrouble.h"
#include "support/FullDisk.h"
#include "support/TemporaryFolder.h"

namespace timbre::synthesis {
namespace {

namespace fs = std::filesystem;

CacheEntry entry(float first, std::size_t count = 100) {
  CacheEntry made{"numbers", std::vector<float>(count, 0.25f)};
  made.numbers[0] = first;
  return made;
}

class DiskCacheTest : public ::testing::Test {
 protected:
  DiskCacheOptions options(std::uintmax_t mostBytes = 1u << 20) {
    return {folder_ / "cache", mostBytes, "this one",
            [this](const std::string& sentence) { logged_.push_back(sentence); }};
  }
  std::string bytesOf(const fs::path& file) { return readBytes(file).value(); }
  void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
  }
  std::uintmax_t total() {
    std::uintmax_t sum = 0;
    for (const auto& file : fs::directory_iterator(folder_ / "cache"))
      if (file.path().extension() == ".cache" && file.path().filename().string()[0] != '.')
        sum += file.file_size();
    return sum;
  }

  test::TemporaryFolder folder_;
  std::vector<std::string> logged_;
};

}  // namespace

TEST_F(DiskCacheTest, givesBackTheSameBits) {
  auto kept = entry(-0.0f);
  kept.numbers[1] = std::numeric_limits<float>::denorm_min();
  DiskCache(options()).keep("key", kept);
  const auto found = DiskCache(options()).load("key");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->description, "numbers");
  EXPECT_EQ(found->numbers, kept.numbers);
  EXPECT_TRUE(std::signbit(found->numbers[0]));
  EXPECT_FALSE(DiskCache(options()).load("another key"));
  EXPECT_TRUE(logged_.empty());
}

TEST_F(DiskCacheTest, anEntryThatIsDamagedAnywhereOrCutIsRemovedAndLogged) {
  DiskCache cache(options());
  cache.keep("key", entry(1, 3));
  const fs::path file = cache.fileOf("key");
  const std::string whole = bytesOf(file);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write(file, damaged);
    EXPECT_FALSE(cache.load("key")) << "byte " << i;
    EXPECT_FALSE(fs::exists(file));
    write(file, whole.substr(0, i));
    EXPECT_FALSE(cache.load("key")) << "cut to " << i;
  }
  EXPECT_EQ(logged_.size(), 2 * whole.size());
  cache.keep("key", entry(1, 3));
  EXPECT_TRUE(cache.load("key"));
}

TEST_F(DiskCacheTest, anEntryOfAnotherMachineIsMadeAnew) {
  auto elsewhere = options();
  elsewhere.machine = "another one";
  DiskCache(elsewhere).keep("key", entry(1));
  EXPECT_FALSE(DiskCache(options()).load("key"));
  ASSERT_EQ(logged_.size(), 1u);
  EXPECT_NE(logged_[0].find("another machine"), std::string::npos);
}

TEST_F(DiskCacheTest, anEntryUnderAnothersNameIsNotTaken) {
  DiskCache cache(options());
  cache.keep("a", entry(1));
  fs::rename(cache.fileOf("a"), cache.fileOf("b"));
  EXPECT_FALSE(cache.load("b"));
  EXPECT_EQ(logged_.size(), 1u);
}

TEST_F(DiskCacheTest, staysWithinItsLimitAndForgetsWhatWasNotWantedLongest) {
  DiskCache cache(options(5000));
  for (int i = 0; i < 30; ++i) {
    cache.keep("other " + std::to_string(i), entry(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // dates tell what is old
    if (i == 0) cache.keep("wanted", entry(7));
    EXPECT_TRUE(cache.load("wanted")) << i;
    EXPECT_LE(total(), 5000u);
  }
  EXPECT_FALSE(cache.load("other 0"));
  EXPECT_TRUE(cache.load("other 29"));
}

TEST_F(DiskCacheTest, countsWhatWasThereBefore) {
  {
    DiskCache cache(options());
    for (int i = 0; i < 30; ++i) cache.keep(std::to_string(i), entry(1));
  }
  DiskCache cache(options(5000));
  cache.keep("new", entry(1));
  EXPECT_LE(total(), 5000u);
  EXPECT_TRUE(cache.load("new"));
}

TEST_F(DiskCacheTest, removesWhatKilledProcessesAndOlderVersionsLeft) {
  fs::create_directories(folder_ / "cache");
  const fs::path abandoned = folder_ / "cache/.x.part1-0.cache",
                 young = folder_ / "cache/.y.part2-0.cache", old = folder_ / "cache/old.wav";
  for (const fs::path& file : {abandoned, young, old}) write(file, "half");
  fs::last_write_time(abandoned, fs::file_time_type::clock::now() - std::chrono::hours(2));
  DiskCache(options()).keep("key", entry(1));
  EXPECT_FALSE(fs::exists(abandoned));
  EXPECT_TRUE(fs::exists(young)) << "somebody may be writing it";
  EXPECT_FALSE(fs::exists(old));
}

TEST_F(DiskCacheTest, aFolderThatCannotBeWrittenIsReportedAndNoMore) {
  forgetCacheTrouble();
  std::vector<std::string> said;
  listenForCacheTrouble([&](const std::string& sentence) { said.push_back(sentence); });
  write(folder_ / "cache", "a file in the folder's place");
  DiskCache cache(options());
  cache.keep("key", entry(1));
  EXPECT_FALSE(cache.load("key"));
  EXPECT_EQ(said.size(), 1u);
  listenForCacheTrouble({});
  forgetCacheTrouble();
}

TEST_F(DiskCacheTest, withoutAFolderKeepsNothing) {
  auto nowhere = options();
  nowhere.folder.clear();
  DiskCache cache(nowhere);
  cache.keep("key", entry(1));
  EXPECT_FALSE(cache.load("key"));
  EXPECT_TRUE(logged_.empty());
}

/// Two processes write and read the same few keys in a folder that is always too small, and are
/// killed in the middle of it, time and again: whatever is read is whole.
TEST_F(DiskCacheTest, outlivesProcessesThatShareItAndAreKilled) {
  const auto writeForEver = [&](float mine) {
    DiskCache cache({folder_ / "cache", 3000, "this one", {}});
    for (int i = 0;; ++i) {
      const std::string key = std::to_string(i % 5);
      cache.keep(key, {key, std::vector<float>(100, mine)});
      if (const auto found = cache.load(std::to_string((i + 2) % 5)))
        if (found->numbers != std::vector<float>(100, found->numbers[0])) ::_exit(1);
    }
  };
  std::size_t read = 0;
  for (int round = 0; round < 5; ++round) {
    std::vector<pid_t> children;
    for (const float mine : {1.0f, 2.0f}) {
      children.push_back(::fork());
      if (children.back() == 0) writeForEver(mine);
    }
    DiskCache watching(options(3000));
    for (int wait = 0; wait < 2000 && !watching.load("4"); ++wait)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(7 * round));
    for (const pid_t child : children) {
      int status = 0;
      EXPECT_EQ(::waitpid(child, &status, WNOHANG), 0) << "it found an entry that was not whole";
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
    }
    DiskCache cache(options(3000));
    for (int key = 0; key < 5; ++key) {
      const auto found = cache.load(std::to_string(key));
      if (!found) continue;
      ++read;
      EXPECT_EQ(found->description, std::to_string(key));
      EXPECT_EQ(found->numbers, std::vector<float>(100, found->numbers[0]));
    }
  }
  EXPECT_GT(read, 0u) << "nothing was written: nothing was tested";
  EXPECT_TRUE(logged_.empty()) << logged_.front();
  DiskCache(options(3000)).keep("after", entry(1));
  EXPECT_LE(total(), 3000u);
}

TEST_F(DiskCacheTest, onADiskThatFillsNothingHalfIsLeftAndItIsReportedOnce) {
  forgetCacheTrouble();
  std::vector<std::string> said;
  listenForCacheTrouble([&](const std::string& sentence) { said.push_back(sentence); });
  DiskCache cache(options());
  {
    const test::FullDisk full(1000);
    for (const char* key : {"a", "b", "c"}) cache.keep(key, entry(1, 5000));
    EXPECT_FALSE(cache.load("a"));
  }
  EXPECT_EQ(said.size(), 1u);
  for (const auto& file : fs::directory_iterator(folder_ / "cache"))
    EXPECT_EQ(file.path().filename().string().find(".part"), std::string::npos) << file.path();
  cache.keep("a", entry(1, 5000));
  EXPECT_TRUE(cache.load("a")) << "there is room again";
  listenForCacheTrouble({});
  forgetCacheTrouble();
}

}  // namespace timbre::synthesis
