/// Scores of each note of a study after a model.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/Evaluation.h"
#include "studies/StudyContext.h"

namespace timbre::studies {

struct NoteScores {
  const model::ModelCard* card;  ///< of the model; lives as long as the context
  std::vector<dataset::NoteInfo> notes;
  std::vector<evaluation::NoteScore> scores;  ///< one for each of `notes`
};

/// Rebuilds the notes by each model on every core and measures them against the originals. A note
/// that fails is named in the remarks and left out. Fails as StudyContext::rebuildAll().
Result<std::vector<NoteScores>> scoreModels(StudyContext& context,
                                            std::span<const std::string> models,
                                            std::span<const dataset::NoteInfo> notes);

}  // namespace timbre::studies
