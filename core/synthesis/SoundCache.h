/// Made sounds, found again: in memory, and on disk where making them took long.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "synthesis/DiskCache.h"
#include "synthesis/LruCache.h"
#include "synthesis/RenderedSound.h"

namespace timbre::synthesis {

/// Any thread, several processes. What was not asked for longest goes first, in memory and on disk.
class SoundCache {
 public:
  explicit SoundCache(DiskCacheOptions disk, std::size_t memoryBytes = 64u << 20);

  /// From memory alone: quick enough for the GUI thread.
  std::optional<RenderedSound> find(const std::string& key) { return sounds_.find(key); }
  /// From memory or disk; what cannot be read counts as absent. Not on the GUI thread.
  std::optional<RenderedSound> load(const std::string& key);
  /// Into memory, and with `onDisk` to the disk too.
  void keep(const std::string& key, const RenderedSound& sound, bool onDisk);

 private:
  void remember(const std::string& key, const RenderedSound& sound);

  LruCache<RenderedSound> sounds_;
  DiskCache disk_;
};

}  // namespace timbre::synthesis
