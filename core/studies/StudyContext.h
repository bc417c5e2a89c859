/// What a study works with: its notes, the models, earlier results, and the observer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "latent/Embedding.h"
#include "model/Autoencoder.h"
#include "studies/SoundStore.h"
#include "studies/Study.h"
#include "synthesis/EmbeddingStore.h"

namespace timbre::studies {

/// As models are called in tables, figures and titles.
Label labelOf(const model::ModelCard& card);

/// One thread, but for what says otherwise.
class StudyContext {
 public:
  StudyContext(const Study& study, const StudyRequest& request, StudyObserver& observer);

  const Study& study() const { return study_; }
  const StudyRequest& request() const { return request_; }
  const dataset::NoteLibrary& notes() const { return request_.notes; }
  Progress& progress() { return observer_; }
  int threads() const;

  /// Adds a piece to the report and passes it to the observer.
  void add(Item item);
  const StudyResult& result() const { return result_; }

  /// Of the library: at most request().most (or the study's own number), spread evenly, in order.
  std::vector<dataset::NoteInfo> chosenNotes() const;
  /// The request's models, or else these.
  std::vector<std::string> modelsOr(const std::vector<std::string>& usual) const;

  /// Loads a model once. NotFound as model::chooseModel().
  Result<const model::ModelCard*> card(const std::string& name);
  /// Of a model that card() knows.
  Label labelOf(const std::string& model);
  /// From the store, or made now and put there. Negative pitches are the note's own.
  Result<latent::Embedding> embedding(const std::string& model, const dataset::NoteInfo& note,
                                      Progress& progress);
  Result<audio::AudioClip> decoded(const std::string& model, const latent::Embedding& embedding,
                                   double pitch, Progress& progress);
  Result<audio::AudioClip> rebuilt(const std::string& model, const dataset::NoteInfo& note,
                                   Progress& progress);

  /// Calls `work` for each note on every core, each thread with a model of its own; a note that
  /// fails is named in the remarks and left out. `heard` is called on any of these threads, for
  /// another index each time.
  using Heard = std::function<void(std::size_t index, const audio::AudioClip& original,
                                   const audio::AudioClip& rebuilt)>;
  Result<void> rebuildAll(const std::string& model, std::span<const dataset::NoteInfo> notes,
                          const Heard& heard, Progress& progress);
  /// Their embeddings; one without channels where a note could not be read.
  Result<std::vector<latent::Embedding>> embedAll(const std::string& model,
                                                  std::span<const dataset::NoteInfo> notes,
                                                  Progress& progress);

  /// Sentences about what was guessed, skipped or cut, for the end of the report. Any thread.
  void remark(std::string sentence);
  std::vector<std::string> remarks() const { return remarks_; }
  /// The models that were used, by name.
  const std::map<std::string, model::ModelCard>& usedModels() const { return cards_; }

 private:
  using Models = std::vector<std::shared_ptr<model::Autoencoder>>;
  Result<Models*> modelsFor(const std::string& name, std::size_t count);
  Result<latent::Embedding> embed(model::Autoencoder& model, const dataset::NoteInfo& note,
                                  const audio::AudioClip& clip, Progress& progress);
  Result<audio::AudioClip> decode(model::Autoencoder& model, const latent::Embedding& embedding,
                                  double pitch, Progress& progress);
  using EachNote = std::function<Result<void>(std::size_t, model::Autoencoder&, Progress&)>;
  Result<void> forEachNote(const std::string& model, std::span<const dataset::NoteInfo> notes,
                           const EachNote& work, Progress& progress);

  const Study& study_;
  const StudyRequest& request_;
  StudyObserver& observer_;
  SoundStore sounds_;
  synthesis::EmbeddingStore embeddings_;
  StudyResult result_;
  std::map<std::string, model::ModelCard> cards_;
  std::map<std::string, Models> models_;
  std::mutex mutex_;
  std::vector<std::string> remarks_;
};

}  // namespace timbre::studies
