#include "studies/StudyContext.h"

#include <algorithm>

#include "base/ContentHash.h"
#include "base/Cores.h"
#include "base/Log.h"
#include "base/ParallelFor.h"
#include "model/PlainName.h"
#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::studies {
namespace {

constexpr std::uintmax_t kEmbeddingBytes = std::uintmax_t{8}
                                           << 30;  // of one study: no limit in practice

/// A note of any length and rate as the models take it.
Result<audio::AudioClip> heardNote(const dataset::NoteInfo& note) {
  auto clip = dataset::readNote(note);
  if (!clip) return clip;
  return audio::fitted(*clip, kNoteSamples);
}

}  // namespace

Label labelOf(const model::ModelCard& card) {
  return {model::plainName(card), card.name};
}

StudyContext::StudyContext(const Study& study, const StudyRequest& request, StudyObserver& observer)
    : study_(study),
      request_(request),
      observer_(observer),
      sounds_(request.folder / "work"),
      embeddings_({request.folder / "work", kEmbeddingBytes, {}, &logWarning}) {}

int StudyContext::threads() const {
  return coresOr(request_.threads);
}

void StudyContext::add(Item item) {
  observer_.found(item);
  result_.items.push_back(std::move(item));
}

std::vector<dataset::NoteInfo> StudyContext::chosenNotes() const {
  const int all = notes().size();
  const int most = request_.most > 0 ? request_.most : study_.most;
  std::vector<dataset::NoteInfo> some;
  for (const int note : spreadEvenly(all, most > 0 ? most : all))
    some.push_back(notes().note(note));
  return some;
}

std::vector<std::string> StudyContext::modelsOr(const std::vector<std::string>& usual) const {
  return request_.models.empty() ? usual : request_.models;
}

void StudyContext::remark(std::string sentence) {
  const std::lock_guard lock(mutex_);
  remarks_.push_back(std::move(sentence));
}

Result<const model::ModelCard*> StudyContext::card(const std::string& name) {
  if (const auto known = cards_.find(name); known != cards_.end()) return &known->second;
  const auto folders = model::modelFolders();
  auto chosen = model::chooseModel(model::findModels(folders), name);
  if (!chosen) return tl::unexpected(std::move(chosen.error()));
  return &cards_.emplace(name, std::move(*chosen)).first->second;
}

Label StudyContext::labelOf(const std::string& model) {
  return ::timbre::studies::labelOf(**card(model));
}

Result<StudyContext::Models*> StudyContext::modelsFor(const std::string& name, std::size_t count) {
  const auto known = card(name);
  if (!known) return tl::unexpected(known.error());
  Models& there = models_[name];
  while (there.size() < count) {
    auto made = there.empty() ? model::defaultBackend()->load(**known, 1) : there.front()->clone();
    if (!made) return tl::unexpected(std::move(made.error()));
    there.push_back(std::move(*made));
  }
  return &there;
}

Result<latent::Embedding> StudyContext::embed(model::Autoencoder& model,
                                              const dataset::NoteInfo& note,
                                              const audio::AudioClip& clip, Progress& progress) {
  const auto encode = [&](const audio::AudioClip& sound, Progress& part) {
    return model.encode(sound, note.pitch, part);
  };
  return embeddings_.embedding(clip, note.pitch, model.card(), encode, progress)
      .map([](synthesis::NoteEmbedding&& made) { return std::move(made.embedding); });
}

Result<audio::AudioClip> StudyContext::decode(model::Autoencoder& model,
                                              const latent::Embedding& embedding, double pitch,
                                              Progress& progress) {
  model::DecodeOptions options;
  options.seed = request_.seed;
  options.pitch = pitch >= 0 ? pitch : embedding.pitch;
  const std::string key = "sound " + model.card().hash + " " + std::to_string(request_.seed) + " " +
                          std::to_string(*options.pitch) + " " +
                          contentHashOf(std::as_bytes(std::span(embedding.values))).hex();
  if (auto kept = sounds_.sound(key)) return std::move(*kept);
  auto made = model.decode(embedding, options, progress);
  if (!made) return made;
  return sounds_.keep(key, *made);
}

Result<latent::Embedding> StudyContext::embedding(const std::string& model,
                                                  const dataset::NoteInfo& note,
                                                  Progress& progress) {
  const auto loaded = modelsFor(model, 1);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto clip = heardNote(note);
  if (!clip) return tl::unexpected(clip.error());
  return embed(*(*loaded)->front(), note, *clip, progress);
}

Result<audio::AudioClip> StudyContext::decoded(const std::string& model,
                                               const latent::Embedding& embedding, double pitch,
                                               Progress& progress) {
  const auto loaded = modelsFor(model, 1);
  if (!loaded) return tl::unexpected(loaded.error());
  return decode(*(*loaded)->front(), embedding, pitch, progress);
}

Result<audio::AudioClip> StudyContext::rebuilt(const std::string& model,
                                               const dataset::NoteInfo& note, Progress& progress) {
  PartOf encoding(progress, 0, 0.1), decoding(progress, 0.1, 1);
  const auto z = embedding(model, note, encoding);
  if (!z) return tl::unexpected(z.error());
  return decoded(model, *z, -1, decoding);
}

Result<void> StudyContext::forEachNote(const std::string& model,
                                       std::span<const dataset::NoteInfo> notes,
                                       const EachNote& work, Progress& progress) {
  const std::size_t workers = workersFor(notes.size(), threads());
  const auto loaded = modelsFor(model, workers);
  if (!loaded) return tl::unexpected(loaded.error());
  return parallelFor(notes.size(), static_cast<int>(workers), progress,
                     [&](std::size_t i, ParallelWorker& worker) -> Result<void> {
                       auto done = work(i, *(**loaded)[worker.number()], worker);
                       if (done || worker.cancelled()) return done;
                       remark(notes[i].id + " was left out: " + done.error().message);
                       return {};
                     });
}

Result<void> StudyContext::rebuildAll(const std::string& model,
                                      std::span<const dataset::NoteInfo> notes, const Heard& heard,
                                      Progress& progress) {
  return forEachNote(
      model, notes,
      [&](std::size_t i, model::Autoencoder& with, Progress& part) -> Result<void> {
        const auto clip = heardNote(notes[i]);
        if (!clip) return tl::unexpected(clip.error());
        const auto z = embed(with, notes[i], *clip, part);
        if (!z) return tl::unexpected(z.error());
        const auto sound = decode(with, *z, -1, part);
        if (!sound) return tl::unexpected(sound.error());
        heard(i, *clip, *sound);
        return {};
      },
      progress);
}

Result<std::vector<latent::Embedding>> StudyContext::embedAll(
    const std::string& model, std::span<const dataset::NoteInfo> notes, Progress& progress) {
  std::vector<latent::Embedding> all(notes.size());
  const auto done = forEachNote(
      model, notes,
      [&](std::size_t i, model::Autoencoder& with, Progress& part) -> Result<void> {
        const auto clip = heardNote(notes[i]);
        if (!clip) return tl::unexpected(clip.error());
        auto z = embed(with, notes[i], *clip, part);
        if (!z) return tl::unexpected(z.error());
        all[i] = std::move(*z);
        return {};
      },
      progress);
  if (!done) return tl::unexpected(done.error());
  return all;
}

}  // namespace timbre::studies
