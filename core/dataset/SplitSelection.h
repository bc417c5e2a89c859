/// Which notes of a dataset a command works on.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteLibrary.h"
#include "dataset/Split.h"

namespace timbre::dataset {

/// First the split, then every n-th of these, then so many, spread evenly.
struct SplitSelection {
  std::optional<Split> split{};  ///< none: all
  SplitRule rule{};              ///< says which notes belong to the split
  int every = 1;                 ///< >= 1: the first, and each `every`-th after it
  int count = 0;                 ///< at most; 0: all of them
};

/// Numbers below `size` in rising order; `belongs` says which lie in the split. May be empty.
/// Cancelled.
Result<std::vector<int>> selectNotes(int size, const std::function<bool(int)>& belongs,
                                     const SplitSelection& selection, const Progress& progress);

/// Indices of the library's notes. May be empty. Cancelled.
Result<std::vector<int>> selectNotes(const NoteLibrary& library, const SplitSelection& selection,
                                     const Progress& progress);

}  // namespace timbre::dataset
