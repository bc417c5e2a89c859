/// A query as a person types it: "bass pitch:40-52 vel:127 -reverb quality:bright".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/NoteLibrary.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

/// One term: a word, or a field and its value.
struct QueryTerm {
  std::size_t begin = 0;  ///< in bytes of the text
  std::string text;       ///< as typed, with its minus
  std::string problem;    ///< a sentence without a full stop; empty: understood
};

struct QueryText {
  NoteQuery query;  ///< of the terms that are understood
  std::vector<QueryTerm> terms;

  /// The first term that is not understood; null when all are.
  const QueryTerm* notUnderstood() const;
};

/// Terms are separated by blanks; a note must satisfy all of them, but of several values of one
/// field (`family:bass family:organ`, `pitch:C2-C3 pitch:60`, `vel:25,50`) any. A minus before a
/// term asks for the opposite. Fields: family, source, quality, pitch, vel, split, finding, is
/// (favourite, own, doubtful, clean). Values may be cut short (`family:str`). Pitches are MIDI
/// numbers, note names or ranges of them: 40-52, C2-E3, >=60. "soft" and "loud" are velocities
/// below and from 64 on. Any other word is looked for as in NoteQuery::text. A field without its
/// value asks for nothing yet. `favourites`: what is:favourite means.
QueryText parseQuery(std::string_view text, std::vector<int> favourites = {});

/// A sentence without a full stop that names the term to blame when `text` finds nothing in this
/// library: the one that is not understood, the one that no note satisfies, or the one without
/// which something would be found. Asks once per term: some 10 ms each for 300,000 notes.
std::string whyNothing(const NoteLibrary& library, std::string_view text,
                       const std::vector<int>& favourites = {});

}  // namespace timbre::dataset
