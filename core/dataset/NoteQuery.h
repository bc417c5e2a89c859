/// What the browser asks a library for.
#pragma once

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// By MIDI number.
using KeySet = std::bitset<128>;
/// From the lower to the higher of the two, both included; both in [0, 127].
KeySet keysBetween(int from, int to);

/// An empty field means any; a note must satisfy all fields.
struct NoteQuery {
  /// Words; each must occur in the id or in the instrument's name, begin one of the note's
  /// qualities, or name its pitch ("C4", "f#3", "Bb2"). Case does not matter.
  std::string text{};
  std::string without{};           ///< words none of which may be found so
  std::bitset<11> families{};      ///< bit i = kFamilies[i]; any of those set
  std::bitset<3> sources{};        ///< bit i = kSources[i]; any of those set
  KeySet velocities{};             ///< any of those set
  KeySet pitches{};                ///< any of those set
  std::bitset<10> qualities{};     ///< bit i = kQualities[i]; all of those set
  std::bitset<10> notQualities{};  ///< none of those set
  std::bitset<6> subsets{};        ///< bit i = kSubsets[i]; any of those set
  Findings findings{};             ///< any of those set
  bool hideDoubtful = false;       ///< only notes without findings and with their file
  bool doubtfulOnly = false;       ///< only the others
  bool ownOnly = false;            ///< only the user's own sounds
  bool notOwn = false;             ///< only the others
  bool favouritesOnly = false;     ///< only those in `favourites`
  bool noFavourites = false;       ///< only the others
  bool nothing = false;            ///< asks for what cannot be: finds nothing
  std::vector<int> favourites{};   ///< indices into the library, rising

  bool operator==(const NoteQuery&) const = default;
};

/// How many notes there are of each kind among those that satisfy the query without regard to that
/// kind's own field: what choosing it would find. Qualities are counted among the hits.
struct FacetCounts {
  std::array<int, 11> families{};
  std::array<int, 3> sources{};
  std::array<int, 128> velocities{};
  std::array<int, 128> pitches{};
  std::array<int, 10> qualities{};
  std::array<int, 6> subsets{};
  std::array<int, kFindings.size()> findings{};
  int doubtful = 0;  ///< with any finding, or without their file
  int sound = 0;     ///< without
  int favourites = 0;
  int own = 0;
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
