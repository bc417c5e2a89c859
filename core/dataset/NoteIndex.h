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
#include "dataset/Subset.h"

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
  /// Appends the hits, in rising order, each plus `offset`, and adds to the counts where there are
  /// any.
  void select(const NoteQuery& query, int offset, std::vector<int>& hits,
              FacetCounts* counts = nullptr) const;
  std::span<const InstrumentRow> instruments() const { return instruments_; }
  std::vector<int> velocitiesOf(int index) const;
  std::span<const Error> problems() const { return problems_; }
  /// Of indices into this part.
  Result<void> setFindings(std::span<const std::pair<int, Findings>> checked);

 private:
  struct Detail {
    int index = -1;
    std::string id;
    std::int64_t note = 0, rate = 0, at = 0;
    std::string path;  // below the folder, where it is not as usual
  };

  void readTables(Database& database);
  Detail detail(int index) const;
  void fetch(int index) const;
  void forgetIndex() const;
  std::filesystem::path fileOf(const NoteRow& row, const Detail& known) const;
  std::span<const Subset> subsets() const;

  DatasetLocation source_;
  std::filesystem::path file_;
  IndexDoor details_;  // for the notes that are shown
  IndexDoor search_;   // so that a search never holds them up; the same one for a library in memory
  std::vector<NoteRow> rows_;
  mutable std::vector<std::uint8_t> findings_;  // highest bit: checked
  std::vector<InstrumentRow> instruments_;
  std::vector<Error> problems_;
  std::shared_ptr<const ArchiveAudio> packed_;
  bool own_ = false;  // the folder of the user's own sounds
  mutable std::once_flag subsetsMade_;
  mutable std::vector<Subset> subsets_;  // of each note, when somebody asked for them
  mutable std::vector<Detail> shown_;    // by index modulo its size; details_.turn
};

}  // namespace timbre::dataset
