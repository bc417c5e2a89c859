#include "studies/WorkStore.h"

#include <array>
#include <cstdint>

#include "audio/AudioFile.h"
#include "audio/AudioWriter.h"
#include "base/ContentHash.h"
#include "base/Files.h"
#include "base/Npy.h"

namespace timbre::studies {

std::filesystem::path WorkStore::fileOf(const std::string& key, const char* ending) const {
  return folder_ / (contentHashOf(key).hex() + ending);
}

std::optional<latent::Embedding> WorkStore::embedding(const std::string& key) const {
  auto array = readNpy(fileOf(key, ".npy"));
  if (!array || array->shape.size() != 2) return {};
  latent::Embedding made;
  made.frames = static_cast<int>(array->shape[0]);
  made.channels = static_cast<int>(array->shape[1]);
  made.values = std::move(array->values);
  return made;
}

Result<void> WorkStore::keep(const std::string& key, const latent::Embedding& embedding) const {
  if (auto made = makeFolders(folder_); !made) return made;
  const std::array<std::int64_t, 2> shape{embedding.frames, embedding.channels};
  return writeNpy(fileOf(key, ".npy"), shape, embedding.values);
}

std::optional<audio::AudioClip> WorkStore::sound(const std::string& key) const {
  const auto file = fileOf(key, ".flac");
  if (!isFile(file)) return {};
  auto clip = audio::readAudio(file);
  if (!clip) return {};
  return std::move(*clip);
}

Result<audio::AudioClip> WorkStore::keep(const std::string& key,
                                         const audio::AudioClip& sound) const {
  if (auto made = makeFolders(folder_); !made) return tl::unexpected(made.error());
  const auto file = fileOf(key, ".flac");
  if (auto written = audio::writeFlac(file, audio::withinFullScale(sound)); !written)
    return tl::unexpected(written.error());
  return audio::readAudio(file);
}

}  // namespace timbre::studies
