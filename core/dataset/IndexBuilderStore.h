/// Where a dataset is gathered while it is read: a database that survives a crash, so that reading
/// resumes where it stopped. Throws DatabaseFailure.
#pragma once

#include <functional>
#include <optional>

#include "base/Result.h"
#include "dataset/Database.h"
#include "dataset/NoteInfo.h"
#include "readers/ArchiveWalk.h"
#include "readers/Gzip.h"

namespace timbre::dataset {

class IndexBuilderStore {
 public:
  /// Resumes with the content of `file` if it was started for the same key, else starts again.
  IndexBuilderStore(const std::filesystem::path& file, const std::string& key);

  /// `at`: where the sound lies, if inside of another file.
  void add(const Result<NoteInfo>& note, std::uint64_t at);
  /// From here on add() is given the notes of this member of an archive. A second member of the
  /// name takes the place of the first: what came of that one is forgotten.
  void beginTable(const std::string& member);
  bool hasTable() const { return table_ > 0; }
  /// A file or link of the archive. Of two of one name the last one counts.
  void addMember(const readers::Member& member);
  /// How many there are, and the first names of them: "a/b.wav, a/c.wav, …".
  std::int64_t members();
  std::string someMembers();
  /// Once all members are known: fills `sounds`, which has the place of every sound file, that of
  /// what it stands for where it is a link. Of one name in several folders the first counts.
  void placeSounds();
  void addProblem(const Error& error);
  void keep(const readers::GzipPoint& point);

  /// Where to resume reading; 0 at the beginning.
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
  std::int64_t table_ = 0;  // the number of the one that is being read; 0 outside of archives
  int pending_ = 0;
  bool finished_ = false;
};

/// The last point of the table `points` at or before this byte of the content.
readers::GzipPoint pointBefore(Database& database, std::uint64_t out);

}  // namespace timbre::dataset
