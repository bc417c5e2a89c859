/// A cache on disk for expensive results: numbers by key, one file per entry.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre::synthesis {

/// Receives one sentence for each problem that was repaired. Any thread.
using CacheLog = std::function<void(const std::string&)>;

struct CacheEntry {
  std::string description;     ///< what the numbers are, in the owner's own words
  std::vector<float> numbers;  ///< bit for bit as they were kept
};

struct DiskCacheOptions {
  std::filesystem::path folder;  ///< made when the first entry is kept; empty: nothing is kept
  std::uintmax_t mostBytes = 512u << 20;  ///< of all files together
  std::string machine;                    ///< whose numbers these are; empty: machineName()
  CacheLog log;                           ///< may be empty
};

/// Any thread, and any number of processes in one folder: an entry appears whole or not at all, and
/// a process that is killed leaves nothing that another could mistake for one. What was not asked
/// for longest goes first. An entry that is damaged, cut short, or from another machine or version
/// of the program is removed, logged, and absent: its owner makes it again.
class DiskCache {
 public:
  explicit DiskCache(DiskCacheOptions options);

  /// Some 0.1 ms from a local disk.
  std::optional<CacheEntry> load(const std::string& key);
  /// A failure (the disk is full) goes to reportCacheTrouble(): nothing is lost but time.
  void keep(const std::string& key, const CacheEntry& entry);

  std::filesystem::path fileOf(const std::string& key) const;

 private:
  void sweep();
  void log(const std::string& sentence) const;

  const DiskCacheOptions options_;
  std::mutex mutex_;
  std::optional<std::uintmax_t> bytes_;  // of the folder at least; none before the first sweep
};

/// The processor and the order of its bytes: "x86_64 avx2 little". Numbers that were computed
/// elsewhere may differ in their last bits.
std::string machineName();

}  // namespace timbre::synthesis
