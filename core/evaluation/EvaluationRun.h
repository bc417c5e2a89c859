/// Notes rebuilt by several models and by the reference systems: all of `timbre evaluate` except
/// its options.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "evaluation/Evaluation.h"
#include "evaluation/Morph.h"
#include "model/Autoencoder.h"

namespace timbre::evaluation {

struct NamedModel {
  std::string name;  ///< for reports
  std::shared_ptr<model::Autoencoder> model;
};

struct EvaluationRequest {
  std::vector<NamedModel> models;
  model::DecodeOptions decode;
  int workers = 0;               ///< notes rebuilt at the same time; 0: one per core
  int morphs = 10;               ///< pairs of notes to morph, at most
  bool referenceSystems = true;  ///< 8-bit mu-law, and Griffin-Lim from the true spectrogram
  bool nats = true;              ///< where a model has them
};

/// A model or a reference system that rebuilt the notes.
struct SystemResult {
  std::string name;
  bool isModel = false;            ///< else a reference
  std::vector<NoteScore> scores;   ///< in the order of the notes
  std::vector<MorphScore> morphs;  ///< of models
};

/// Both are called one at a time, on any thread.
struct EvaluationListener {
  std::function<void(const std::string& system, const NoteScore&)> scored;
  std::function<void(const Error&)> problem;  ///< a note or a morph that was left out
};

/// The models in their order, then the references. A model is cloned for each worker: Unsupported
/// when it cannot be. Cancellable.
Result<std::vector<SystemResult>> runEvaluation(std::span<const dataset::NoteInfo> notes,
                                                const EvaluationRequest& request,
                                                const EvaluationListener& listener,
                                                Progress& progress);

}  // namespace timbre::evaluation
