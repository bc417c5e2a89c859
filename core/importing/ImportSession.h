/// Recordings on their way to being notes: which is looked at, what was heard in it, what became of
/// the others.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// What was heard in a file, and a first description of it to be corrected.
struct HeardNote {
  ImportedSound sound;
  dataset::NoteInfo note;  ///< pitch -1: none was heard
};

/// One after the other. Not thread-safe; hear() and keep() are for any thread.
class ImportSession {
 public:
  /// `files`: at least one. `folder`: the notes are added there.
  ImportSession(std::filesystem::path folder, std::vector<std::filesystem::path> files);

  const std::filesystem::path& folder() const { return folder_; }
  const std::filesystem::path& file() const { return files_[at_]; }
  std::size_t at() const { return at_; }  ///< from 0
  std::size_t count() const { return files_.size(); }
  bool last() const { return at_ + 1 >= files_.size(); }
  /// To the next file; false at the last.
  bool next();

  /// Listens to the file; `sound` as in importSound().
  static Result<HeardNote> hear(const std::filesystem::path& file, int sound, Progress& progress);
  /// Listens and adds the note as it was heard. BadFormat when it has no pitch that can be heard.
  static Result<dataset::NoteInfo> keepAsHeard(const std::filesystem::path& folder,
                                               const std::filesystem::path& file,
                                               Progress& progress);

  /// What became of the file: the note that was added, or why not.
  void take(const Result<dataset::NoteInfo>& kept);
  int added() const { return added_; }
  const std::string& lastId() const { return lastId_; }  ///< of the note that was added last
  const std::vector<Error>& refused() const { return refused_; }

 private:
  const std::filesystem::path folder_;
  const std::vector<std::filesystem::path> files_;
  std::size_t at_ = 0;
  int added_ = 0;
  std::string lastId_;
  std::vector<Error> refused_;
};

}  // namespace timbre::importing
