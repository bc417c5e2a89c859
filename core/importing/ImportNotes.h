/// Recordings on their way to being notes: what is heard in each, and many kept at once.
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

/// What was heard in a file, and a first description of it to be corrected.
struct HeardNote {
  ImportedSound sound;
  dataset::NoteInfo note;  ///< pitch -1: none was heard
};

/// Listens to the file; `sound` as in importSound(). Fails as importSound(). Any thread.
Result<HeardNote> hearNote(const std::filesystem::path& file, int sound, Progress& progress);

/// A recording that is to become a note.
struct PlannedNote {
  std::filesystem::path file;
  int sound = -1;                              ///< as in importSound()
  std::optional<dataset::NoteInfo> note = {};  ///< as a person has corrected it; none: as heard
};

struct KeptNotes {
  std::vector<dataset::NoteInfo> added;
  std::vector<Error> refused;  ///< a sentence for each that is no note: it names the file
};

/// Adds them to the folder one after the other, as dataset::addSound(). One that cannot be heard,
/// or has no pitch and none was given, is refused, and the others go on. When it is cancelled, what
/// was added stays. Any thread.
KeptNotes keepNotes(const std::filesystem::path& folder, std::span<const PlannedNote> planned,
                    Progress& progress);

}  // namespace timbre::importing
