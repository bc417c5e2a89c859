#include "synthesis/EmbeddingStore.h"

#include <charconv>
#include <utility>

#include "dataset/NoteLibrary.h"
#include "synthesis/ResolvedRequest.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {
namespace {

constexpr std::uintmax_t kBytesOnDisk = 256u << 20;         // some 30,000 notes of the WaveNet's
constexpr std::size_t kHashesKept = std::size_t{32} << 20;  // bytes: more than 100,000 notes

/// Equal sounds and equal weights give equal embeddings; the pitch is only written beside them.
std::string keyFor(const std::string& soundHash, const model::ModelCard& card) {
  return soundHash + ' ' +
         (card.encoder.empty() && !card.hash.empty() ? card.hash : card.embeddingKey());
}

std::size_t bytesOf(const NoteEmbedding& made) {
  return sizeof made + made.embedding.values.size() * sizeof(float);
}

CacheEntry entryOf(const latent::Embedding& z) {
  return {std::to_string(z.frames), z.values};
}

/// None when the numbers are not those of whole frames.
std::optional<latent::Embedding> embeddingOf(CacheEntry entry, const model::ModelCard& card) {
  latent::Embedding z;
  const auto& text = entry.description;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), z.frames);
  z.channels = card.channels;
  z.values = std::move(entry.numbers);
  const bool whole =
      read.ec == std::errc() && z.frames > 0 &&
      static_cast<std::size_t>(z.frames) * static_cast<std::size_t>(z.channels) == z.values.size();
  if (!whole) return {};
  return z;
}

}  // namespace

DiskCacheOptions embeddingCache(const std::filesystem::path& cacheFolder, CacheLog log) {
  return {cacheFolder.empty() ? cacheFolder : cacheFolder / "embeddings",
          kBytesOnDisk,
          {},
          std::move(log)};
}

EmbeddingStore::EmbeddingStore(DiskCacheOptions disk, std::size_t memoryBytes)
    : embeddings_(memoryBytes), soundHashes_(kHashesKept), disk_(std::move(disk)) {}

std::optional<NoteEmbedding> EmbeddingStore::find(const dataset::NoteInfo& note,
                                                  const model::ModelCard& card) {
  const auto hash = soundHashes_.find(keyOf(note));
  if (!hash) return {};
  auto found = embeddings_.find(keyFor(*hash, card));
  if (!found) return {};
  found->embedding.model = card.embeddingKey();  // the same weights may have another name by now
  found->embedding.pitch = note.pitch;
  return found;
}

Result<NoteEmbedding> EmbeddingStore::embedding(const dataset::NoteInfo& note,
                                                const model::ModelCard& card, const Encode& encode,
                                                Progress& progress) {
  if (auto found = find(note, card)) return std::move(*found);
  const std::string place = keyOf(note);
  const auto clip = dataset::readNote(note, card.rate);
  if (!clip) return tl::unexpected(clip.error());
  auto made = embedding(*clip, note.pitch, card, encode, progress);
  if (made) soundHashes_.keep(place, made->soundHash, place.size() + made->soundHash.size());
  return made;
}

Result<NoteEmbedding> EmbeddingStore::embedding(const audio::AudioClip& clip, double pitch,
                                                const model::ModelCard& card, const Encode& encode,
                                                Progress& progress) {
  NoteEmbedding made{{}, hashOf(clip)};
  const std::string key = keyFor(made.soundHash, card);
  if (auto known = embeddings_.find(key)) {
    made.embedding = std::move(known->embedding);
  } else {
    auto kept = disk_.load(key);
    auto read = kept ? embeddingOf(std::move(*kept), card) : std::nullopt;
    if (!read) {
      auto encoded = encode(clip, progress);
      if (!encoded) return tl::unexpected(std::move(encoded.error()));
      disk_.keep(key, entryOf(*encoded));
      read = std::move(*encoded);
    }
    made.embedding = std::move(*read);
  }
  made.embedding.model = card.embeddingKey();
  made.embedding.pitch = pitch;
  embeddings_.keep(key, made, bytesOf(made));
  return made;
}

}  // namespace timbre::synthesis
