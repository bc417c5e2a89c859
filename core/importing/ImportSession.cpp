#include "importing/ImportSession.h"

#include "dataset/UserLibrary.h"
#include "importing/GuessLabels.h"

namespace timbre::importing {
namespace fs = std::filesystem;

ImportSession::ImportSession(fs::path folder, std::vector<fs::path> files)
    : folder_(std::move(folder)), files_(std::move(files)) {}

bool ImportSession::next() {
  if (last()) return false;
  ++at_;
  return true;
}

Result<HeardNote> ImportSession::hear(const fs::path& file, int sound, Progress& progress) {
  auto heard = importSound(file, progress, sound);
  if (!heard) return tl::unexpected(heard.error());
  auto note = guessLabels(file, *heard);
  return HeardNote{std::move(*heard), std::move(note)};
}

Result<dataset::NoteInfo> ImportSession::keepAsHeard(const fs::path& folder, const fs::path& file,
                                                     Progress& progress) {
  const auto heard = hear(file, -1, progress);
  if (!heard) return tl::unexpected(heard.error());
  if (heard->note.pitch < 0)
    return fail(ErrorCode::BadFormat,
                file.string() + " has no pitch that can be heard; import it by itself");
  return dataset::addSound(folder, heard->note, heard->sound.clip);
}

void ImportSession::take(const Result<dataset::NoteInfo>& kept) {
  if (kept) {
    ++added_;
    lastId_ = kept->id;
  } else {
    refused_.push_back(kept.error());
  }
}

}  // namespace timbre::importing
