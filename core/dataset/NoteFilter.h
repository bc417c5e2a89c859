/// A query held against rows of an index. For this room alone.
#pragma once

#include "dataset/IndexFile.h"
#include "dataset/NoteQuery.h"
#include "dataset/Subset.h"

namespace timbre::dataset {

/// What a query can ask of one note.
struct FilterNote {
  const NoteRow& row;
  Findings findings;
  Subset subset = Subset::None;
  bool text = true;  ///< the query's words fit
  bool favourite = false;
  bool own = false;
};

class NoteFilter {
 public:
  /// The query must outlive it.
  explicit NoteFilter(const NoteQuery& query) : query_(query) {}

  /// Which of the query's fields the note fails; 0: it is a hit.
  unsigned failed(const FilterNote& note) const;
  /// Counts the note wherever it would be found but for that field.
  static void count(const FilterNote& note, unsigned failed, FacetCounts& counts);

 private:
  const NoteQuery& query_;
};

}  // namespace timbre::dataset
