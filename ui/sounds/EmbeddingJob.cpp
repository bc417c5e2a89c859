#include "ui/sounds/EmbeddingJob.h"

#include <utility>

#include "ui/sounds/SynthesisTask.h"

namespace timbre::ui {

Job embeddingOf(const EmbeddingWorld& world, const dataset::NoteInfo& note,
                const model::ModelCard& card, QObject* owner, EmbeddingDone done) {
  if (auto known = world.maker.embeddings().find(note, card)) {
    done(std::move(*known));
    return {};
  }
  return world.jobs.run(
      laneFor(card), owner,
      [&maker = world.maker, note, card](Progress& progress) {
        return maker.embedding(note, card, progress);
      },
      std::move(done));
}

}  // namespace timbre::ui
