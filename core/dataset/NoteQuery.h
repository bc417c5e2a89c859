/// What the browser asks a library for.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// An empty field means any; a note must satisfy all fields.
struct NoteQuery {
  /// Words; each must occur in the id, be the beginning of one of its qualities, or be its note
  /// name ("C4", "f#3"). Case does not matter.
  std::string text;
  std::bitset<11> families;     ///< bit i = kFamilies[i]; any of those set
  std::bitset<3> sources;       ///< bit i = kSources[i]; any of those set
  std::vector<int> velocities;  ///< any of these
  std::bitset<10> qualities;    ///< bit i = kQualities[i]; all of those set
  int lowestPitch = 0;
  int highestPitch = 127;
};

}  // namespace timbre::dataset
