#include "synthesis/SoundCache.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "audio/AudioFile.h"
#include "audio/AudioWriter.h"
#include "base/Files.h"

namespace timbre::synthesis {
namespace fs = std::filesystem;

SoundCache::SoundCache(fs::path folder, std::size_t memoryBytes, std::uintmax_t diskBytes)
    : folder_(std::move(folder)), memoryBytes_(memoryBytes), diskBytes_(diskBytes) {}

std::optional<audio::AudioClip> SoundCache::find(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const auto place = places_.find(key);
  if (place == places_.end()) return {};
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->clip;
}

std::optional<audio::AudioClip> SoundCache::load(const std::string& key) {
  if (auto clip = find(key)) return clip;
  if (folder_.empty()) return {};
  auto clip = audio::readAudio(fileOf(key));
  if (!clip) return {};
  std::error_code ignored;  // the date is when it was last wanted
  fs::last_write_time(fileOf(key), fs::file_time_type::clock::now(), ignored);
  keep(key, *clip, false);
  return *clip;
}

void SoundCache::keep(const std::string& key, const audio::AudioClip& clip, bool onDisk) {
  {
    const std::scoped_lock lock(mutex_);
    if (!places_.contains(key)) {
      entries_.push_front({key, clip});
      places_[key] = entries_.begin();
      bytes_ += clip.samples().size_bytes();
    }
    while (bytes_ > memoryBytes_ && entries_.size() > 1) {
      bytes_ -= entries_.back().clip.samples().size_bytes();
      places_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }
  if (!onDisk || folder_.empty()) return;
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  // Float: the second hearing is the first, bit for bit.
  if (audio::writeWav(fileOf(key), clip, audio::SampleFormat::Float32)) sweepDisk();
}

fs::path SoundCache::fileOf(const std::string& key) const {
  return folder_ / (key + ".wav");
}

void SoundCache::sweepDisk() const {
  struct File {
    fs::path path;
    fs::file_time_type date;
    std::uintmax_t size;
  };
  std::vector<File> files;
  std::uintmax_t total = 0;
  std::error_code code;
  const auto entries = entriesOf(folder_);
  if (!entries) return;
  for (const fs::path& entry : *entries) {
    if (entry.extension() != ".wav") continue;
    files.push_back({entry, fs::last_write_time(entry, code), fs::file_size(entry, code)});
    total += files.back().size;
  }
  if (total <= diskBytes_) return;
  std::ranges::sort(files, {}, &File::date);
  for (const File& file : files) {
    if (total <= diskBytes_) break;
    if (fs::remove(file.path, code)) total -= file.size;
  }
}

}  // namespace timbre::synthesis
