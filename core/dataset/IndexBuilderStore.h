/// Where a dataset is gathered while it is read: a database that survives a crash, so that reading
/// goes on where it stopped. Throws DatabaseFailure.
#pragma once

#include <functional>
#include <optional>

#include "base/Result.h"
#include "dataset/Database.h"
#include "dataset/Gzip.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

class IndexBuilderStore {
 public:
  /// Goes on with what lies in `file` when it was begun for the same key, else begins anew.
  IndexBuilderStore(const std::filesystem::path& file, const std::string& key);

  /// `at`: where the sound lies, if inside of another file.
  void add(const Result<NoteInfo>& note, std::uint64_t at);
  /// A file of the archive by the name without folders and endings.
  void addMember(const std::string& stem, std::uint64_t at);
  void addProblem(const Error& error);
  void keep(const GzipPoint& point);

  /// Where to go on reading; 0 at the beginning.
  std::uint64_t position() const { return position_; }
  /// All up to here is safe from now on; the work is written to disk every few thousand notes.
  void reached(std::uint64_t position);
  void flush(std::uint64_t position);
  /// Everything has been read.
  void finish();
  bool finished() const { return finished_; }

  Database& database() { return database_; }

 private:
  Database database_;
  std::optional<Statement> insert_, member_, problem_;
  std::uint64_t position_ = 0;
  int pending_ = 0;
  bool finished_ = false;
};

/// The last point of the table `points` at or before this byte of the content.
GzipPoint pointBefore(Database& database, std::uint64_t out);

}  // namespace timbre::dataset
