/// TensorFlow's way to cut a large file: "nsynth-train.tfrecord-00003-of-00010".
#pragma once

#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace timbre::dataset {

struct ShardSet {
  std::filesystem::path folder;
  std::string begin, end;  ///< of the names, around the number: "nsynth-train.tfrecord-", ".gz"
  std::size_t count = 0;   ///< so many files make the whole
  int digits = 5;

  /// "nsynth-train.tfrecord-?????-of-00010"
  std::filesystem::path path() const;
  auto operator<=>(const ShardSet&) const = default;
};

/// Files that belong together, by number.
class ShardSets {
 public:
  /// False when the file is not called like a shard.
  bool take(const std::filesystem::path& file);
  const std::map<ShardSet, std::vector<std::filesystem::path>>& sets();

 private:
  std::map<ShardSet, std::vector<std::filesystem::path>> sets_;
};

}  // namespace timbre::dataset
