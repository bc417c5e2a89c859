/// Which notes of an index have a word. For this room alone.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "dataset/IndexFile.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

class WordSearch {
 public:
  /// All of it must outlive the search. `damaged` is called when the index cannot be read; what the
  /// rows know is still found.
  WordSearch(std::span<const NoteRow> rows, std::span<const InstrumentRow> instruments,
             const IndexDoor& door, std::function<void()> damaged)
      : rows_(rows), instruments_(instruments), door_(door), damaged_(std::move(damaged)) {}

  /// For each note whether it has the words that are wanted and none of the others; empty: the
  /// query has no words.
  std::vector<char> fitting(const NoteQuery& query) const;

 private:
  std::vector<char> with(const Word& word) const;
  void searchLong(const Word& word, std::vector<char>& found) const;
  void searchShort(const Word& word, std::vector<char>& found) const;
  void searchOdd(const Word& word, std::vector<char>& found) const;

  std::span<const NoteRow> rows_;
  std::span<const InstrumentRow> instruments_;
  const IndexDoor& door_;
  std::function<void()> damaged_;
};

}  // namespace timbre::dataset
