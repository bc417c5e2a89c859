/// One opened dataset: its rows in memory, all else asked of its index.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/IndexFile.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

class NoteIndex {
 public:
  /// Any failure is a sentence. `folder`: where indexes are kept.
  static Result<std::shared_ptr<NoteIndex>> open(const DatasetLocation& source,
                                                 const std::filesystem::path& folder,
                                                 Progress& progress);
  /// Of an index that fits the source. Throws DatabaseFailure when it is damaged.
  NoteIndex(DatasetLocation source, const IndexFile& file);

  // Any thread, all of it. Indices count from 0 in the order of the ids.
  const std::filesystem::path& path() const { return source_.path; }
  int size() const { return static_cast<int>(rows_.size()); }
  const NoteRow& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  Findings findings(int index) const;
  bool checked(int index) const;
  NoteInfo note(int index) const;
  int indexOf(std::string_view id) const;
  /// Appends the hits, in rising order, each plus `offset`.
  void select(const NoteQuery& query, int offset, std::vector<int>& hits) const;
  std::vector<int> velocitiesOf(int index) const;
  std::span<const Error> problems() const { return problems_; }
  /// Of indices into this part.
  Result<void> setFindings(std::span<const std::pair<int, Findings>> checked);

 private:
  struct Instrument {
    std::string id, name;
    std::int64_t number = 0;
    int first = 0, last = 0;  ///< of its notes; others may lie between
    std::string sampleSets;
  };
  struct Detail {
    int index = -1;
    std::string id;
    std::int64_t note = 0, rate = 0, at = 0;
    std::string path;  // below the folder, where it is not as usual
  };
  /// One connection; the lock is held while it is used.
  struct Door {
    std::shared_ptr<Database> database;
    std::shared_ptr<std::mutex> turn = std::make_shared<std::mutex>();
  };

  void readTables(Database& database);
  Detail detail(int index) const;
  void fetch(int index) const;
  void forgetIndex() const;
  std::filesystem::path fileOf(const NoteRow& row, const Detail& known) const;
  std::vector<char> withText(const Word& word) const;
  void searchWords(const Word& word, std::vector<char>& found) const;
  void searchShort(const Word& word, std::vector<char>& found) const;
  bool fits(const NoteQuery& query, int index) const;

  DatasetLocation source_;
  std::filesystem::path file_;
  Door details_;  // for the notes that are shown
  Door search_;   // so that a search never holds them up; the same one for a library in memory
  std::vector<NoteRow> rows_;
  mutable std::vector<std::uint8_t> findings_;  // highest bit: checked
  std::vector<Instrument> instruments_;
  std::vector<Error> problems_;
  std::shared_ptr<const ArchiveAudio> packed_;
  mutable std::vector<Detail> shown_;  // by index modulo its size; details_.turn
};

}  // namespace timbre::dataset
