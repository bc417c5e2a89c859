#include "importing/ImportNotes.h"

#include "dataset/UserLibrary.h"
#include "importing/GuessLabels.h"

namespace timbre::importing {
namespace fs = std::filesystem;

namespace {

Result<dataset::NoteInfo> keep(const fs::path& folder, const PlannedNote& planned,
                               Progress& progress) {
  const auto heard = hearNote(planned.file, planned.sound, progress);
  if (!heard) return tl::unexpected(heard.error());
  const dataset::NoteInfo& note = planned.note ? *planned.note : heard->note;
  if (note.pitch < 0)
    return fail(
        ErrorCode::BadFormat,
        planned.file.string() + " has no clear pitch; import it on its own and set the pitch");
  return dataset::addSound(folder, note, heard->sound.clip);
}

}  // namespace

Result<HeardNote> hearNote(const fs::path& file, int sound, Progress& progress) {
  auto heard = importSound(file, progress, sound);
  if (!heard) return tl::unexpected(heard.error());
  auto note = guessLabels(file, *heard);
  return HeardNote{std::move(*heard), std::move(note)};
}

KeptNotes keepNotes(const fs::path& folder, std::span<const PlannedNote> planned,
                    Progress& progress) {
  KeptNotes kept;
  const auto count = static_cast<double>(planned.size());
  for (std::size_t i = 0; i < planned.size() && !progress.cancelled(); ++i) {
    PartOf part(progress, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
    auto note = keep(folder, planned[i], part);
    if (note) {
      kept.added.push_back(std::move(*note));
    } else if (note.error().code != ErrorCode::Cancelled) {
      kept.refused.push_back(std::move(note.error()));
    }
  }
  return kept;
}

}  // namespace timbre::importing
