/// Looks for doubtful notes in a whole library.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteLibrary.h"

namespace timbre::quality {

/// A note with findings.
struct Doubt {
  int index = 0;  ///< of the note in the library
  dataset::Findings findings;
  /// One for each finding, in their order: "sounds at 61.30, labelled 60".
  std::vector<std::string> reasons;
};

struct CheckReport {
  int notes = 0;                                        ///< looked at
  std::array<int, dataset::kFindings.size()> counts{};  ///< notes by finding
  std::vector<Doubt> doubts;                            ///< in the order of the library
  std::vector<Error> unread;                            ///< notes whose sound cannot be read
};

/// Examines every note with `threads` cores (0: all), then compares them: Duplicate has the same
/// samples as a note before it; SingleVelocity belongs to an instrument of several pitches that has
/// but one velocity (a single note is not a layer of anything). The findings are put into the
/// library as they come; a check that was cancelled is continued by the next, a finished one is
/// begun again. Cancellable; about 10 ms per note and core.
Result<CheckReport> checkLibrary(const dataset::NoteLibrary& library, int threads,
                                 Progress& progress);

}  // namespace timbre::quality
