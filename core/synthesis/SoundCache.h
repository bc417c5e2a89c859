/// Made sounds, found again: in memory, and on disk where making them took long.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "audio/AudioClip.h"

namespace timbre::synthesis {

/// Any thread. What was not asked for longest goes first, in memory and on disk.
class SoundCache {
 public:
  /// `folder` is made when the first sound is kept there; empty: nothing goes to disk.
  explicit SoundCache(std::filesystem::path folder, std::size_t memoryBytes = 64u << 20,
                      std::uintmax_t diskBytes = 512u << 20);

  /// From memory alone: quick enough for the GUI thread.
  std::optional<audio::AudioClip> find(const std::string& key);
  /// From memory or disk; a file that cannot be read counts as absent. Not on the GUI thread.
  std::optional<audio::AudioClip> load(const std::string& key);
  /// Into memory, and with `onDisk` to the disk too, where a failure is no loss worth telling.
  void keep(const std::string& key, const audio::AudioClip& clip, bool onDisk);

 private:
  std::filesystem::path fileOf(const std::string& key) const;
  void sweepDisk() const;

  struct Entry {
    std::string key;
    audio::AudioClip clip;
  };
  const std::filesystem::path folder_;
  const std::size_t memoryBytes_;
  const std::uintmax_t diskBytes_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // the latest first
  std::unordered_map<std::string, std::list<Entry>::iterator> places_;
  std::size_t bytes_ = 0;
};

}  // namespace timbre::synthesis
