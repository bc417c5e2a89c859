/// examples.json, the table of an NSynth-format folder: read note by note, written in the dataset's
/// own fields.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// Calls `take` for every note in the order of the file; a note that cannot be understood comes as
/// an Error whose sentence names it. `file` and `fileMissing` are not filled in. NotFound or
/// BadFormat when the file as a whole cannot be read.
Result<void> readExamplesJson(const std::filesystem::path& file,
                              const std::function<void(Result<NoteInfo>)>& take,
                              Progress& progress);

/// What the name of a note says of it ("synth_lead_synthetic_004-060-127"), split from the right.
/// False when it is not made like that; `note` is then untouched.
bool fillFromId(std::string_view id, NoteInfo& note);

/// Writes folder/examples.json with every field of NSynth, atomically; the same notes give the same
/// bytes. The folder must exist.
Result<void> writeExamplesJson(const std::filesystem::path& folder,
                               std::span<const NoteInfo> notes);

}  // namespace timbre::dataset
