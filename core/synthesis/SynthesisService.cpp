#include "synthesis/SynthesisService.h"

#include <chrono>
#include <thread>
#include <utility>

#include "base/Version.h"
#include "synthesis/ReconstructSound.h"

namespace timbre::synthesis {
namespace {

constexpr auto kLook = std::chrono::milliseconds(2);  // between two looks at a model in use
constexpr std::uintmax_t kSoundsKept = 512u << 20;

DiskCacheOptions soundCache(const SynthesisOptions& options) {
  const auto& root = options.cacheFolder;
  return {root.empty() ? root : root / "sounds", kSoundsKept, {}, options.log};
}

std::size_t samplesOf(const model::ModelCard& card, const latent::Embedding& z) {
  return static_cast<std::size_t>(card.fixedSamples > 0 ? card.fixedSamples : z.frames * card.hop);
}

/// The same samples may serve as a preview and as the final sound.
std::optional<RenderedSound> servedAs(const ResolvedRequest& request,
                                      std::optional<RenderedSound> sound) {
  if (sound) sound->request.quality = request.quality;
  return sound;
}

}  // namespace

SynthesisService::SynthesisService(BackendFactory factory, SynthesisOptions options)
    : factory_(std::move(factory)),
      threads_(options.threads),
      sounds_(soundCache(options)),
      shipped_(std::move(options.shippedFolder)),
      embeddings_(embeddingCache(options.cacheFolder, std::move(options.log))) {}

std::optional<RenderedSound> SynthesisService::find(const ResolvedRequest& request) {
  return servedAs(request, sounds_.find(keyOf(request)));
}

std::optional<RenderedSound> SynthesisService::load(const ResolvedRequest& request) {
  const std::string key = keyOf(request);
  auto sound = sounds_.load(key);
  if (!sound) {
    sound = shipped_.find(request);
    if (sound) sounds_.keep(key, *sound, false);
  }
  return servedAs(request, std::move(sound));
}

Result<RenderedSound> SynthesisService::render(const ResolvedRequest& request,
                                               const StreamCallbacks& callbacks,
                                               Progress& progress) {
  const std::string key = keyOf(request);
  if (auto found = load(request)) return std::move(*found);
  const auto model = use(request.model, progress);
  if (!model) return tl::unexpected(model.error());
  PartOf encoding(progress, 0, kEncodingShare), decoding(progress, kEncodingShare, 1);
  const auto notes = embeddingsFor(request, **model, encoding);
  if (!notes) return tl::unexpected(notes.error());
  const auto z = notes->mixed(request);
  if (!z) return tl::unexpected(z.error());
  const auto described = notes->describe(request);
  if (callbacks.begins) callbacks.begins(samplesOf(request.model, *z), described);
  auto options = decodeOptions(request);
  options.onSamples = callbacks.samples;
  auto clip = (*model)->decode(*z, options, decoding);
  if (!clip) return tl::unexpected(std::move(clip.error()));
  const RenderedSound sound{std::move(*clip), described};
  sounds_.keep(key, sound, request.model.costly);
  return sound;
}

Result<std::shared_ptr<LiveSource>> SynthesisService::live(const ResolvedRequest& request,
                                                           Progress& progress) {
  const auto model = use(request.model, progress);
  if (!model) return tl::unexpected(model.error());
  auto decoder = (*model)->live(decodeOptions(request));
  if (!decoder) return tl::unexpected(std::move(decoder.error()));
  auto notes = embeddingsFor(request, **model, progress);
  if (!notes) return tl::unexpected(std::move(notes.error()));
  return LiveSource::create(std::move(*decoder), std::move(*notes), request);
}

Result<NoteEmbedding> SynthesisService::embedding(const dataset::NoteInfo& note,
                                                  const model::ModelCard& card,
                                                  Progress& progress) {
  const Encode encode = [&](const audio::AudioClip& clip, Progress& encoding) {
    return use(card, encoding).and_then([&](const ModelUse& model) {
      return model->encode(clip, note.pitch, encoding);
    });
  };
  return embeddings_.embedding(note, card, encode, progress);
}

Result<RenderedSound> SynthesisService::reconstructOnce(const dataset::NoteInfo& note,
                                                        const model::ModelCard& card,
                                                        Progress& progress) {
  const auto model = open(card);
  if (!model) return tl::unexpected(model.error());
  const auto clip = dataset::readNote(note, card.rate);
  if (!clip) return tl::unexpected(clip.error());
  const ResolvedRequest request = reconstruction(note, card);
  auto made = reconstructSound(**model, *clip, note.pitch, decodeOptions(request), progress);
  if (!made) return tl::unexpected(std::move(made.error()));
  const auto hash = [&](const dataset::NoteInfo&) { return hashOf(*clip); };
  return RenderedSound{std::move(made->sound), describedAs(request, hash)};
}

Result<RenderedSound> SynthesisService::decode(const latent::Embedding& embedding,
                                               const std::string& id, const model::ModelCard& card,
                                               const model::DecodeOptions& options,
                                               Progress& progress) {
  const auto model = use(card, progress);
  if (!model) return tl::unexpected(model.error());
  auto clip = (*model)->decode(embedding, options, progress);
  if (!clip) return tl::unexpected(std::move(clip.error()));
  SynthesisRequest request;
  request.kind = SynthesisKind::DecodedEmbedding;
  request.embedding = NoteReference{id, {}};
  request.pitch = options.pitch;
  request.program = programVersion();
  setModel(request, card, options);
  return RenderedSound{std::move(*clip), request};
}

Result<std::unique_ptr<model::Autoencoder>> SynthesisService::open(const model::ModelCard& card) {
  const std::scoped_lock lock(loading_);
  const auto backend = factory_();
  if (!backend) return tl::unexpected(backend.error());
  return (*backend)->load(card, threads_);
}

Result<SynthesisService::ModelUse> SynthesisService::use(const model::ModelCard& card,
                                                         Progress& progress) {
  ModelUse model;
  {
    const std::scoped_lock lock(listing_);
    auto& slot = slots_[card.key];
    if (!slot) slot = std::make_shared<Slot>();
    model.slot = slot;
  }
  model.lock = std::unique_lock(model.slot->busy, std::defer_lock);
  while (!model.lock.try_lock()) {
    if (progress.cancelled()) return cancelled();
    std::this_thread::sleep_for(kLook);
  }
  if (model.slot->model) return model;
  auto loaded = open(card);
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  model.slot->model = std::move(*loaded);
  return model;
}

Result<NoteEmbeddings> SynthesisService::embeddingsFor(const ResolvedRequest& request,
                                                       model::Autoencoder& model,
                                                       Progress& progress) {
  const auto wanted = notesOf(request);
  const auto count = static_cast<double>(wanted.size());
  NoteEmbeddings notes;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    PartOf part(progress, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
    const Encode encode = [&](const audio::AudioClip& clip, Progress& encoding) {
      return model.encode(clip, wanted[i].pitch, encoding);
    };
    auto made = embeddings_.embedding(wanted[i], request.model, encode, part);
    if (!made) return tl::unexpected(std::move(made.error()));
    notes.add(wanted[i], std::move(*made));
  }
  return notes;
}

}  // namespace timbre::synthesis
