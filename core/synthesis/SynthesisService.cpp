#include "synthesis/SynthesisService.h"

#include <array>

#include "synthesis/LivePlayback.h"

namespace timbre::synthesis {
namespace {

constexpr double kEncodingShare = 0.1;         // of the time a sound takes, roughly
constexpr std::size_t kEmbeddingsKept = 2000;  // of 8 kB each at most

}  // namespace

SynthesisService::SynthesisService(BackendFactory factory, std::filesystem::path cacheFolder,
                                   int threads)
    : factory_(std::move(factory)), threads_(threads), cache_(std::move(cacheFolder)) {}

Result<audio::AudioClip> SynthesisService::make(const ResolvedRequest& recipe, ModelSlot slot,
                                                const StreamCallbacks& callbacks,
                                                Progress& progress) {
  const std::string key = keyOf(recipe);
  if (const auto found = cache_.load(key)) return *found;
  const auto model = modelFor(recipe.model, slot);
  if (!model) return tl::unexpected(model.error());
  PartOf encoding(progress, 0, kEncodingShare);
  const auto embedding = mixed(**model, recipe, encoding);
  if (!embedding) return tl::unexpected(embedding.error());
  if (callbacks.begins) {
    const int samples = recipe.model.fixedSamples > 0 ? recipe.model.fixedSamples
                                                      : embedding->frames * recipe.model.hop;
    callbacks.begins(static_cast<std::size_t>(samples));
  }
  PartOf decoding(progress, kEncodingShare, 1);
  model::DecodeOptions options;
  options.seed = recipe.seed;
  options.temperature = recipe.temperature;
  options.postFilter = recipe.postFilter;
  options.griffinLimIterations = recipe.griffinLimIterations;
  options.onSamples = callbacks.samples;
  auto clip = (*model)->decode(*embedding, options, decoding);
  if (clip) cache_.keep(key, *clip, recipe.model.kind == "wavenet");
  return clip;
}

Result<LiveSession> SynthesisService::live(const ResolvedRequest& recipe, ModelSlot slot,
                                           Progress& progress) {
  const auto model = modelFor(recipe.model, slot);
  if (!model) return tl::unexpected(model.error());
  LiveSession kit;
  model::DecodeOptions options;
  options.seed = recipe.seed;
  options.temperature = recipe.temperature;
  options.postFilter = recipe.postFilter;
  auto decoder = (*model)->live(options);
  if (!decoder) return tl::unexpected(decoder.error());
  kit.decoder = std::move(*decoder);
  const std::array notes{
      std::pair{&recipe.a.soft, &kit.softA}, std::pair{&recipe.a.loud, &kit.loudA},
      std::pair{&recipe.b->soft, &kit.softB}, std::pair{&recipe.b->loud, &kit.loudB}};
  for (std::size_t i = 0; i < notes.size(); ++i) {
    PartOf part(progress, static_cast<double>(i) / 4, static_cast<double>(i + 1) / 4);
    auto made = embedded(**model, *notes[i].first, part);
    if (!made) return tl::unexpected(made.error());
    *notes[i].second = std::move(*made);
  }
  const auto begun =
      kit.mixed(recipe).and_then([&](const auto& z) { return kit.decoder->prepare(z); });
  if (!begun) return tl::unexpected(begun.error());
  kit.speed = speedOf(*kit.decoder);
  return kit;
}

Result<latent::Embedding> LiveSession::mixed(const ResolvedRequest& recipe) const {
  const auto corner = [](const latent::Embedding& soft, const latent::Embedding& loud,
                         const MorphEndpoint& at) -> Result<latent::Embedding> {
    if (!at.layered()) return loud;
    return latent::mix(soft, loud, at.dynamics);
  };
  const auto a = corner(softA, loudA, recipe.a);
  if (!a || !recipe.b) return a;
  const auto b = corner(softB, loudB, *recipe.b);
  if (!b) return b;
  return latent::mix(*a, *b, recipe.timbre);
}

Result<void> SynthesisService::warmUp(const model::ModelCard& card, ModelSlot slot) {
  return modelFor(card, slot).map([](model::Autoencoder*) {});
}

Result<audio::AudioClip> SynthesisService::rebuiltOnce(const dataset::NoteInfo& note,
                                                       const model::ModelCard& card,
                                                       Progress& progress) {
  std::unique_ptr<model::Autoencoder> model;
  {
    const std::scoped_lock lock(loading_);
    const auto backend = factory_();
    if (!backend) return tl::unexpected(backend.error());
    auto loaded = (*backend)->load(card, threads_);
    if (!loaded) return tl::unexpected(loaded.error());
    model = std::move(*loaded);
  }
  const auto clip = dataset::readNote(note, card.rate);
  if (!clip) return clip;
  PartOf encoding(progress, 0, kEncodingShare), decoding(progress, kEncodingShare, 1);
  const auto embedding = model->encode(*clip, note.pitch, encoding);
  if (!embedding) return tl::unexpected(embedding.error());
  return model->decode(*embedding, {}, decoding);
}

Result<model::Autoencoder*> SynthesisService::modelFor(const model::ModelCard& card,
                                                       ModelSlot slot) {
  const std::scoped_lock lock(loading_);
  auto& place = models_[{slot, card.key}];
  if (place) return place.get();
  const auto backend = factory_();
  if (!backend) return tl::unexpected(backend.error());
  auto loaded = (*backend)->load(card, threads_);
  if (!loaded) return tl::unexpected(loaded.error());
  place = std::move(*loaded);
  return place.get();
}

Result<latent::Embedding> SynthesisService::embedded(model::Autoencoder& model,
                                                     const dataset::NoteInfo& note,
                                                     Progress& progress) {
  const std::string key = keyOf(note) + '|' + model.card().key;
  {
    const std::scoped_lock lock(remembering_);
    const auto known = embeddings_.find(key);
    if (known != embeddings_.end()) return known->second;
  }
  const auto clip = dataset::readNote(note, model.card().rate);
  if (!clip) return tl::unexpected(clip.error());
  auto made = model.encode(*clip, note.pitch, progress);
  if (!made) return made;
  const std::scoped_lock lock(remembering_);
  if (embeddings_.size() >= kEmbeddingsKept) embeddings_.clear();
  embeddings_[key] = *made;
  return made;
}

Result<latent::Embedding> SynthesisService::embedded(model::Autoencoder& model,
                                                     const MorphEndpoint& corner,
                                                     Progress& progress) {
  if (!corner.layered()) return embedded(model, corner.loud, progress);
  PartOf first(progress, 0, 0.5), second(progress, 0.5, 1);
  const auto soft = embedded(model, corner.soft, first);
  if (!soft) return soft;
  const auto loud = embedded(model, corner.loud, second);
  if (!loud) return loud;
  return latent::mix(*soft, *loud, corner.dynamics);
}

Result<latent::Embedding> SynthesisService::mixed(model::Autoencoder& model,
                                                  const ResolvedRequest& recipe,
                                                  Progress& progress) {
  if (!recipe.b) return embedded(model, recipe.a, progress);
  PartOf first(progress, 0, 0.5), second(progress, 0.5, 1);
  const auto a = embedded(model, recipe.a, first);
  if (!a) return a;
  const auto b = embedded(model, *recipe.b, second);
  if (!b) return b;
  return latent::mix(*a, *b, recipe.timbre);
}

}  // namespace timbre::synthesis
