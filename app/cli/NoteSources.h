/// The notes of a dataset by number, of whatever kind it is.
#pragma once

#include <filesystem>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/SplitSelection.h"
#include "evaluation/EncodeNotes.h"

namespace timbre::cli {

/// Of a folder of notes, a packed dataset or a training pack: those selected, which may be none. A
/// training pack says itself which split its notes belong to. Fails as dataset::NoteLibrary::open()
/// or corpus::TrainingPack::open(). Cancellable.
Result<evaluation::NoteSequence> noteSource(const std::filesystem::path& path,
                                            const dataset::SplitSelection& selection,
                                            Progress& progress);

}  // namespace timbre::cli
