#include "evaluation/EvaluationRun.h"

#include <algorithm>

#include "base/ParallelFor.h"

namespace timbre::evaluation {
namespace {

/// One who rebuilds notes, once for each worker.
struct System {
  std::string name;
  std::shared_ptr<model::Autoencoder> model;  ///< none: a reference
  std::vector<Reconstructor> workers;
};

Result<System> systemOf(const NamedModel& named, const EvaluationRequest& request,
                        std::size_t workers) {
  System system{named.name, named.model, {}};
  std::shared_ptr<model::Autoencoder> model = named.model;
  while (true) {
    system.workers.push_back(rebuiltBy(model, request.decode, request.nats));
    if (system.workers.size() == workers) return system;
    auto another = named.model->clone();
    if (!another) return tl::unexpected(another.error());
    model = std::move(*another);
  }
}

Result<std::vector<System>> systemsOf(const EvaluationRequest& request, std::size_t workers) {
  std::vector<System> all;
  for (const NamedModel& named : request.models) {
    auto system = systemOf(named, request, workers);
    if (!system) return tl::unexpected(system.error());
    all.push_back(std::move(*system));
  }
  if (!request.referenceSystems) return all;
  all.push_back({"8-bit mu-law", nullptr, std::vector(workers, quantised())});
  all.push_back({"true spectrogram", nullptr,
                 std::vector(workers, fromTrueSpectrogram(request.decode.griffinLimIterations))});
  return all;
}

Result<std::vector<MorphScore>> morphAll(std::span<const dataset::NoteInfo> notes,
                                         const EvaluationRequest& request,
                                         model::Autoencoder& model,
                                         const EvaluationListener& listener, Progress& progress) {
  std::vector<MorphScore> scores;
  const auto pairs = morphPairs(notes, request.morphs);
  const auto count = static_cast<double>(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    PartOf part(progress, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
    const auto& from = notes[static_cast<std::size_t>(pairs[i].first)];
    const auto& to = notes[static_cast<std::size_t>(pairs[i].second)];
    auto score = morph(from, to, model, request.decode, part);
    if (!score && score.error().code == ErrorCode::Cancelled) return tl::unexpected(score.error());
    if (!score)
      listener.problem(score.error());
    else if (*score)
      scores.push_back(std::move(**score));
  }
  return scores;
}

Result<SystemResult> resultOf(const System& system, std::span<const dataset::NoteInfo> notes,
                              const EvaluationRequest& request, const EvaluationListener& listener,
                              Progress& progress) {
  constexpr double kNotesShare = 0.8;  // of the time, roughly
  PartOf rebuilding(progress, 0, kNotesShare), morphing(progress, kNotesShare, 1);
  SystemResult result{system.name, system.model != nullptr, {}, {}};
  auto scores = evaluate(
      notes, system.workers,
      [&](const Result<NoteScore>& score) {
        score ? listener.scored(system.name, *score) : listener.problem(score.error());
      },
      rebuilding);
  if (!scores) return tl::unexpected(scores.error());
  result.scores = std::move(*scores);
  if (!system.model || request.morphs <= 0) return result;
  auto morphs = morphAll(notes, request, *system.model, listener, morphing);
  if (!morphs) return tl::unexpected(morphs.error());
  result.morphs = std::move(*morphs);
  return result;
}

}  // namespace

Result<std::vector<SystemResult>> runEvaluation(std::span<const dataset::NoteInfo> notes,
                                                const EvaluationRequest& request,
                                                const EvaluationListener& listener,
                                                Progress& progress) {
  const auto systems = systemsOf(request, workersFor(notes.size(), request.workers));
  if (!systems) return tl::unexpected(systems.error());
  std::vector<SystemResult> results;
  const auto count = static_cast<double>(systems->size());
  for (const System& system : *systems) {
    const auto done = static_cast<double>(results.size());
    PartOf part(progress, done / count, (done + 1) / count);
    auto result = resultOf(system, notes, request, listener, part);
    if (!result) return tl::unexpected(result.error());
    results.push_back(std::move(*result));
  }
  return results;
}

}  // namespace timbre::evaluation
