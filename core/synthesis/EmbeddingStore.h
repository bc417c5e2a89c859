/// The embeddings of notes: made once, remembered in memory and on disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "latent/Embedding.h"
#include "model/ModelCard.h"
#include "synthesis/DiskCache.h"
#include "synthesis/LruCache.h"

namespace timbre::synthesis {

/// Where the program keeps embeddings below its cache folder, and how much; nothing where that is
/// empty.
DiskCacheOptions embeddingCache(const std::filesystem::path& cacheFolder, CacheLog log);

struct NoteEmbedding {
  latent::Embedding embedding;
  std::string soundHash;  ///< hashOf() the note's samples at the model's rate
};

/// What an encoder does with a note at the model's rate.
using Encode = std::function<Result<latent::Embedding>(const audio::AudioClip&, Progress&)>;

/// Any thread, several processes. An entry is found by the content of the sound and of the weights:
/// a note that was copied or renamed is found, one that was changed is not.
class EmbeddingStore {
 public:
  explicit EmbeddingStore(DiskCacheOptions disk, std::size_t memoryBytes = 64u << 20);

  /// From memory alone; looks at the file's date. For the thread of the window.
  std::optional<NoteEmbedding> find(const dataset::NoteInfo& note, const model::ModelCard& card);

  /// From memory or disk, or else by `encode`, and then kept. Reads the note's sound. NotFound when
  /// it is missing, and what `encode` says.
  Result<NoteEmbedding> embedding(const dataset::NoteInfo& note, const model::ModelCard& card,
                                  const Encode& encode, Progress& progress);

  /// The same for a sound at the model's rate, whose MIDI pitch is known; negative: unknown.
  Result<NoteEmbedding> embedding(const audio::AudioClip& clip, double pitch,
                                  const model::ModelCard& card, const Encode& encode,
                                  Progress& progress);

 private:
  LruCache<NoteEmbedding> embeddings_;
  LruCache<std::string> soundHashes_;  // of notes, by file and date
  DiskCache disk_;
};

}  // namespace timbre::synthesis
