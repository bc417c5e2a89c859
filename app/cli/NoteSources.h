/// The notes of a dataset by number, of whatever kind it is.
#pragma once

#include <filesystem>
#include <optional>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/Split.h"
#include "evaluation/EncodeNotes.h"

namespace timbre::cli {

/// Notes of one split. A training pack says itself which these are.
struct NoteChoice {
  dataset::Split split = dataset::Split::Train;
  dataset::SplitRule rule;
};

/// Of a folder of notes, a packed dataset or a training pack: all of them, or those of a split,
/// which may be none. Fails as dataset::NoteLibrary::open() or corpus::TrainingPack::open().
/// Cancellable.
Result<evaluation::NoteSequence> noteSource(const std::filesystem::path& path,
                                            const std::optional<NoteChoice>& choice,
                                            Progress& progress);

}  // namespace timbre::cli
