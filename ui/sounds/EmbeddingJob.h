/// The embedding of a note, for any view that asks.
#pragma once

#include <functional>

#include "synthesis/SynthesisService.h"
#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// Who makes it.
struct EmbeddingWorld {
  JobRunner& jobs;
  synthesis::SynthesisService& maker;
};

using EmbeddingDone = std::function<void(const Result<synthesis::NoteEmbedding>&)>;

/// GUI thread. `done` is called before this returns when the embedding is known by now (the job is
/// then finished), else once it is made, in the model's lane, unless `owner` has died or the job
/// was cancelled.
Job embeddingOf(const EmbeddingWorld& world, const dataset::NoteInfo& note,
                const model::ModelCard& card, QObject* owner, EmbeddingDone done);

}  // namespace timbre::ui
