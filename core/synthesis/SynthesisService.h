/// Makes sounds on request: encodes the notes, mixes, decodes; remembers models, embeddings,
/// sounds.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "model/ModelBackend.h"
#include "synthesis/ResolvedRequest.h"
#include "synthesis/SoundCache.h"

namespace timbre::synthesis {

/// Opens the door to the networks: model::defaultBackend in the program, a fake in tests.
using BackendFactory = std::function<Result<model::ModelBackend*>()>;

/// Hears a sound while it is being made, on the maker's thread. Not called for one that was found.
struct StreamCallbacks {
  std::function<void(std::size_t)> begins;  ///< how many samples there will be
  std::function<void(std::span<const float>)> samples;
};

/// Who asks. Each has models of its own, so one may work while the other does; within one, one
/// call at a time (JobRunner's lanes see to that).
enum class ModelSlot { Final, Preview };

/// A morph that can be played live: the decoder, and the notes it is mixed from.
struct LiveSession {
  std::shared_ptr<model::StreamingDecoder> decoder;
  double speed = 0;  ///< times real time, as measured
  latent::Embedding softA, loudA, softB, loudB;

  /// The embedding of a recipe of the same notes and model. Microseconds.
  Result<latent::Embedding> mixed(const ResolvedRequest& recipe) const;
};

/// The functions are called on worker threads, except cache().find().
class SynthesisService {
 public:
  /// `threads`: cores that one call of a model may use.
  SynthesisService(BackendFactory factory, std::filesystem::path cacheFolder, int threads);

  /// From the cache, or made now. WaveNet sounds are kept on disk, since they take seconds to make.
  Result<audio::AudioClip> make(const ResolvedRequest& recipe, ModelSlot slot,
                                const StreamCallbacks& callbacks, Progress& progress);
  /// What it takes to play this recipe, which has two corners, live. Unsupported for models that
  /// make a note in one piece.
  Result<LiveSession> live(const ResolvedRequest& recipe, ModelSlot slot, Progress& progress);
  /// A note through weights that are looked at once, as of a training that goes on: neither the
  /// model nor the sound is kept.
  Result<audio::AudioClip> rebuiltOnce(const dataset::NoteInfo& note, const model::ModelCard& card,
                                       Progress& progress);
  SoundCache& cache() { return cache_; }

  /// Loads the model if it is not there yet: the first sound comes sooner.
  Result<void> warmUp(const model::ModelCard& card, ModelSlot slot);

 private:
  Result<model::Autoencoder*> modelFor(const model::ModelCard& card, ModelSlot slot);
  Result<latent::Embedding> embedded(model::Autoencoder& model, const dataset::NoteInfo& note,
                                     Progress& progress);
  Result<latent::Embedding> embedded(model::Autoencoder& model, const MorphEndpoint& corner,
                                     Progress& progress);
  Result<latent::Embedding> mixed(model::Autoencoder& model, const ResolvedRequest& recipe,
                                  Progress& progress);

  const BackendFactory factory_;
  const int threads_;
  SoundCache cache_;
  std::mutex loading_;  // the engine loads one model at a time
  std::map<std::pair<ModelSlot, std::string>, std::unique_ptr<model::Autoencoder>> models_;
  std::mutex remembering_;
  std::map<std::string, latent::Embedding> embeddings_;
};

}  // namespace timbre::synthesis
