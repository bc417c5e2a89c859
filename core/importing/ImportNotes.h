/// Turns recordings into notes: analyses each, and adds many at once.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// The sound found in a file, and first labels for the user to correct.
struct HeardNote {
  ImportedSound sound;
  dataset::NoteInfo note;  ///< pitch -1: none was found
};

/// Analyses the file; `sound` as in importSound(). Fails as importSound(). Any thread.
Result<HeardNote> hearNote(const std::filesystem::path& file, int sound, Progress& progress);

/// A recording that is to become a note.
struct PlannedNote {
  std::filesystem::path file;
  int sound = -1;                              ///< as in importSound()
  std::optional<dataset::NoteInfo> note = {};  ///< as the user corrected it; none: as analysed
};

struct KeptNotes {
  std::vector<dataset::NoteInfo> added;
  std::vector<Error> refused;  ///< a sentence for each that is not a note: it names the file
};

/// Adds them to the folder one after the other, as dataset::addSound(). A recording that cannot be
/// read, or that has no pitch and was given none, is refused; the others are still added. After a
/// cancel, notes already added stay. Any thread.
KeptNotes keepNotes(const std::filesystem::path& folder, std::span<const PlannedNote> planned,
                    Progress& progress);

}  // namespace timbre::importing
