/// Notes of a library as files of their own.
#pragma once

#include <filesystem>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteLibrary.h"

namespace timbre::dataset {

/// Writes the notes as WAVs and a table notes.csv into `folder`, which exists; names that are taken
/// get a number. The count of those that could not be read; Internal when the folder cannot be
/// written. Cancellable: what is written stays.
Result<int> exportNotes(const NoteLibrary& library, const std::vector<int>& notes,
                        const std::filesystem::path& folder, Progress& progress);

/// Files of these notes for another program: their own where they are files, else written to the
/// temporary folder. At most 64.
std::vector<std::filesystem::path> filesOf(const NoteLibrary& library,
                                           const std::vector<int>& notes);

}  // namespace timbre::dataset
