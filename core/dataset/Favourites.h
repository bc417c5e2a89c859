/// The notes a person has marked, by id, in a file of the user's.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteLibrary.h"

namespace timbre::dataset {

/// One thread at a time.
class Favourites {
 public:
  /// One id a line; absent: none yet.
  explicit Favourites(std::filesystem::path file);

  bool contains(const std::string& id) const { return ids_.contains(id); }
  /// Internal with a sentence when it cannot be written; it is marked until the program ends all
  /// the same.
  Result<void> set(const std::string& id, bool marked);
  /// Indices of those that this library has, rising.
  std::vector<int> in(const NoteLibrary& library) const;

 private:
  const std::filesystem::path file_;
  std::set<std::string> ids_;
};

}  // namespace timbre::dataset
