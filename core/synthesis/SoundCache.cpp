#include "synthesis/SoundCache.h"

#include <charconv>
#include <utility>

namespace timbre::synthesis {
namespace {

/// "16000 {"timbrescope":1, ...}": the rate, then the request.
CacheEntry entryOf(const RenderedSound& sound) {
  const auto samples = sound.clip.samples();
  return {std::to_string(sound.clip.rate().hz) + ' ' + toJson({&sound.request, 1}),
          {samples.begin(), samples.end()}};
}

std::optional<RenderedSound> soundOf(CacheEntry entry) {
  const std::string& text = entry.description;
  int hertz = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), hertz);
  if (read.ec != std::errc() || hertz <= 0) return {};
  auto requests = parseRequests(std::string(read.ptr, text.data() + text.size()), "A kept sound");
  if (!requests || requests->size() != 1) return {};
  return RenderedSound{audio::AudioClip(std::move(entry.numbers), SampleRate(hertz)),
                       std::move(requests->front())};
}

}  // namespace

SoundCache::SoundCache(DiskCacheOptions disk, std::size_t memoryBytes)
    : sounds_(memoryBytes), disk_(std::move(disk)) {}

std::optional<RenderedSound> SoundCache::load(const std::string& key) {
  if (auto sound = find(key)) return sound;
  auto entry = disk_.load(key);
  if (!entry) return {};
  auto sound = soundOf(std::move(*entry));
  if (sound) remember(key, *sound);
  return sound;
}

void SoundCache::keep(const std::string& key, const RenderedSound& sound, bool onDisk) {
  remember(key, sound);
  if (onDisk) disk_.keep(key, entryOf(sound));
}

void SoundCache::remember(const std::string& key, const RenderedSound& sound) {
  sounds_.keep(key, sound, sizeof sound + sound.clip.samples().size_bytes());
}

}  // namespace timbre::synthesis
