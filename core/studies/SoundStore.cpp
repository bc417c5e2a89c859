#include "studies/SoundStore.h"

#include "audio/AudioFile.h"
#include "audio/AudioWriter.h"
#include "base/ContentHash.h"
#include "base/Files.h"

namespace timbre::studies {

std::filesystem::path SoundStore::fileOf(const std::string& key) const {
  return folder_ / (contentHashOf(key).hex() + ".flac");
}

std::optional<audio::AudioClip> SoundStore::sound(const std::string& key) const {
  const auto file = fileOf(key);
  if (!isFile(file)) return {};
  auto clip = audio::readAudio(file);
  if (!clip) return {};
  return std::move(*clip);
}

Result<audio::AudioClip> SoundStore::keep(const std::string& key,
                                          const audio::AudioClip& sound) const {
  if (auto made = makeFolders(folder_); !made) return tl::unexpected(made.error());
  const auto file = fileOf(key);
  if (auto written = audio::writeFlac(file, audio::withinFullScale(sound)); !written)
    return tl::unexpected(written.error());
  return audio::readAudio(file);
}

}  // namespace timbre::studies
