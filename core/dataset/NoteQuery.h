/// What the browser asks a library for.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// An empty field means any; a note must satisfy all fields.
struct NoteQuery {
  /// Words; each must occur in the id or in the instrument's name, begin one of the note's
  /// qualities, or name its pitch ("C4", "f#3", "Bb2"). Case does not matter.
  std::string text{};
  std::bitset<11> families{};     ///< bit i = kFamilies[i]; any of those set
  std::bitset<3> sources{};       ///< bit i = kSources[i]; any of those set
  std::vector<int> velocities{};  ///< any of these
  std::bitset<10> qualities{};    ///< bit i = kQualities[i]; all of those set
  int lowestPitch = 0;
  int highestPitch = 127;
  Findings findings{};        ///< any of those set
  bool hideDoubtful = false;  ///< only notes without findings and with their file
};

/// One word of a query's text.
struct Word {
  std::string text;  ///< lower case, never empty
  int pitch = -1;    ///< MIDI when the word names one
};
std::vector<Word> wordsOf(std::string_view text);

/// Whether `wanted`, which is in lower case, occurs in the text. ASCII letters alone have cases.
bool containsWord(std::string_view text, std::string_view wanted);

/// What a table of notes is sorted by; equal ones keep the order of their ids.
struct NoteOrder {
  enum By { Id, Family, Source, Pitch, Velocity, Qualities, Doubts };
  By by = Id;
  bool descending = false;
};

/// "c4", "F#3", "B♭2" as MIDI with middle C (60) = C4; -1 when it is no such name.
int pitchNamed(std::string_view text);

}  // namespace timbre::dataset
