#include "dataset/SplitSelection.h"

#include <algorithm>

namespace timbre::dataset {

Result<std::vector<int>> selectNotes(int size, const std::function<bool(int)>& belongs,
                                     const SplitSelection& selection, const Progress& progress) {
  std::vector<int> chosen;
  int seen = 0;
  for (int i = 0; i < size; ++i) {
    if (progress.cancelled()) return cancelled();
    if (belongs(i) && seen++ % std::max(1, selection.every) == 0) chosen.push_back(i);
  }
  if (selection.count <= 0 || std::ssize(chosen) <= selection.count) return chosen;
  std::vector<int> spread;
  const auto count = static_cast<std::size_t>(selection.count);
  for (std::size_t i = 0; i < count; ++i) spread.push_back(chosen[i * chosen.size() / count]);
  return spread;
}

Result<std::vector<int>> selectNotes(const NoteLibrary& library, const SplitSelection& selection,
                                     const Progress& progress) {
  return selectNotes(
      library.size(),
      [&](int i) {
        return !selection.split || splitOf(selection.rule, library.note(i)) == selection.split;
      },
      selection, progress);
}

}  // namespace timbre::dataset
