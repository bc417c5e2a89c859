/// Makes sounds on request: encodes the notes, mixes, decodes; remembers models, embeddings,
/// sounds.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "model/ModelBackend.h"
#include "synthesis/EmbeddingStore.h"
#include "synthesis/LiveSource.h"
#include "synthesis/NoteEmbeddings.h"
#include "synthesis/RenderedSound.h"
#include "synthesis/ResolvedRequest.h"
#include "synthesis/ShippedSounds.h"
#include "synthesis/SoundCache.h"

namespace timbre::synthesis {

/// Gives what loads models: model::defaultBackend in the program, a fake in tests.
using BackendFactory = std::function<Result<model::ModelBackend*>()>;

/// Callbacks while a sound is being made, on the maker's thread. None for a sound found in the
/// cache.
struct StreamCallbacks {
  /// Before the first sample: how many there will be, and what they are.
  std::function<void(std::size_t, const SynthesisRequest&)> begins;
  std::function<void(std::span<const float>)> samples;
};

/// What is kept, and where.
struct SynthesisOptions {
  std::filesystem::path cacheFolder;  ///< "sounds" and "embeddings" in it; empty: memory alone
  int threads = 1;                    ///< cores that one call of a model may use
  CacheLog log;
  std::filesystem::path shippedFolder{};  ///< of sounds that come with the program; empty: none
};

/// Any thread. Each model is loaded once and works on one call at a time; a second caller waits for
/// it, and gives up waiting when its own progress is cancelled.
class SynthesisService {
 public:
  SynthesisService(BackendFactory factory, SynthesisOptions options);

  /// From memory alone: quick enough for the thread of the window.
  std::optional<RenderedSound> find(const ResolvedRequest& request);
  /// From memory, disk or what comes with the program; not on the thread of the window.
  std::optional<RenderedSound> load(const ResolvedRequest& request);
  /// From the cache, or made now. Sounds of costly models are kept on disk.
  Result<RenderedSound> render(const ResolvedRequest& request, const StreamCallbacks& callbacks,
                               Progress& progress);
  /// What plays this request, which has two ends, live. Unsupported for models that make a note in
  /// one piece.
  Result<std::shared_ptr<LiveSource>> live(const ResolvedRequest& request, Progress& progress);
  /// Known, or made now. embeddings().find() says at once whether it is known.
  Result<NoteEmbedding> embedding(const dataset::NoteInfo& note, const model::ModelCard& card,
                                  Progress& progress);
  /// A note through weights that are looked at once, as of a training that is under way: neither
  /// the model nor the sound is kept.
  Result<RenderedSound> reconstructOnce(const dataset::NoteInfo& note, const model::ModelCard& card,
                                        Progress& progress);

  /// The sound of numbers at hand, as of a channel alone or of another told pitch. `id` names them
  /// in the request of the sound, which is not kept. Fails as model::Autoencoder::decode().
  Result<RenderedSound> decode(const latent::Embedding& embedding, const std::string& id,
                               const model::ModelCard& card, const model::DecodeOptions& options,
                               Progress& progress);

  EmbeddingStore& embeddings() { return embeddings_; }

 private:
  struct Slot {
    std::mutex busy;
    std::unique_ptr<model::Autoencoder> model;  // the mutex's
  };
  /// A loaded model, and the right to use it.
  struct ModelUse {
    std::shared_ptr<Slot> slot;
    std::unique_lock<std::mutex> lock;
    model::Autoencoder& operator*() const { return *slot->model; }
    model::Autoencoder* operator->() const { return slot->model.get(); }
  };

  Result<std::unique_ptr<model::Autoencoder>> open(const model::ModelCard& card);
  Result<ModelUse> use(const model::ModelCard& card, Progress& progress);
  Result<NoteEmbeddings> embeddingsFor(const ResolvedRequest& request, model::Autoencoder& model,
                                       Progress& progress);

  const BackendFactory factory_;
  const int threads_;
  SoundCache sounds_;
  ShippedSounds shipped_;
  EmbeddingStore embeddings_;
  std::mutex loading_;  // the engine loads one model at a time
  std::mutex listing_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;  // by ModelCard::key
};

}  // namespace timbre::synthesis
