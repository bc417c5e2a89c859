#include "studies/NoteScores.h"

#include <optional>

namespace timbre::studies {
namespace {

Result<NoteScores> scoreModel(StudyContext& context, const std::string& model,
                              std::span<const dataset::NoteInfo> notes, Progress& progress) {
  std::vector<std::optional<evaluation::NoteScore>> scores(notes.size());
  const auto done = context.rebuildAll(
      model, notes,
      [&](std::size_t i, const audio::AudioClip& original, const audio::AudioClip& rebuilt) {
        scores[i] = evaluation::compare(original, rebuilt);
      },
      progress);
  if (!done) return tl::unexpected(done.error());
  const auto card = context.card(model);
  if (!card) return tl::unexpected(card.error());
  NoteScores found{*card, {}, {}};
  for (std::size_t i = 0; i < notes.size(); ++i)
    if (scores[i]) {
      found.notes.push_back(notes[i]);
      found.scores.push_back(*scores[i]);
    }
  return found;
}

}  // namespace

Result<std::vector<NoteScores>> scoreModels(StudyContext& context,
                                            std::span<const std::string> models,
                                            std::span<const dataset::NoteInfo> notes) {
  std::vector<NoteScores> all;
  const auto count = static_cast<double>(models.size());
  for (const std::string& model : models) {
    const auto at = static_cast<double>(all.size());
    PartOf part(context.progress(), at / count, (at + 1) / count);
    auto found = scoreModel(context, model, notes, part);
    if (!found) return tl::unexpected(std::move(found.error()));
    all.push_back(std::move(*found));
  }
  return all;
}

}  // namespace timbre::studies
