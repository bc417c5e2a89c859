/// Vectors of notes on disk, found again at the next start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::similarity {

/// Of a note as it is now: its id, file, place in it, and the file's date and size. 0.01 ms.
std::uint64_t keyOf(const dataset::NoteInfo& note);

/// One file that grows. What is damaged or cut short is left out and remade by its owner; a file
/// of another `identity` or number of columns counts as empty. Any thread; several processes may
/// append, and the later one wins.
class VectorFile {
 public:
  /// `identity`: what the vectors were made with. Reads the file; absent: nothing is known yet;
  /// without a name: memory alone.
  VectorFile(std::filesystem::path file, std::string_view identity, int columns);

  /// False: not known. `vector` has as many numbers as there are columns.
  bool find(std::uint64_t key, std::span<float> vector) const;
  /// Into memory, and to the disk with the next flush().
  void add(std::uint64_t key, std::span<const float> vector);
  /// Internal with a sentence when the file cannot be written (a full disk): what was added stays
  /// in memory, and the next flush() tries again.
  Result<void> flush();
  std::size_t size() const;

 private:
  void read();
  std::string header() const;

  const std::filesystem::path file_;
  const std::string identity_;
  const std::size_t columns_;
  mutable std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::size_t> places_;  // into values_, in rows
  std::vector<float> values_;
  std::vector<std::uint64_t> unwritten_;
  bool fresh_ = true;  // nothing on disk is worth keeping
};

}  // namespace timbre::similarity
