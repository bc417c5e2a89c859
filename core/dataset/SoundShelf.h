/// The sound files of a folder of notes by the names of the notes; one look at the folder instead
/// of one per note.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/Result.h"
#include "dataset/IndexFile.h"

namespace timbre::dataset {

class SoundShelf {
 public:
  /// Of a source that is a folder.
  explicit SoundShelf(const DatasetLocation& source);

  struct Found {
    NoteRow::Home home = NoteRow::Missing;
    std::string path;  ///< below the source's folder, when `home` is Elsewhere
  };
  /// audio/<id>.wav or .flac or the same beside the table; else any file of that stem and the
  /// ending of a sound, in any case, there or in a folder of audio.
  Found find(const std::string& id);

  /// Why the sounds cannot be looked at: the folder of sounds may not be entered.
  const std::optional<Error>& closed() const { return closed_; }
  /// The folders within audio, each with its state: when one of them changes, the index is stale.
  const std::string& nested() const { return nested_; }

  /// nested() as it would be now for folders that were there when `nested` was made.
  static std::string nestedNow(const std::string& nested);

 private:
  using Names = std::unordered_set<std::string>;

  void list(const std::filesystem::path& folder, Names& names, int depth);
  void fillOthers();

  std::filesystem::path root_, audioFolder_;
  bool audioAsUsual_;  // it is called "audio"
  Names audio_, beside_;
  std::vector<std::filesystem::path> below_;  // sounds in folders of audio
  std::optional<std::unordered_map<std::string, std::string>> others_;  // by stem in small letters
  std::optional<Error> closed_;
  std::string nested_;
};

}  // namespace timbre::dataset
