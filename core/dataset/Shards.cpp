#include "dataset/Shards.h"

#include <algorithm>
#include <cstdio>
#include <regex>

namespace timbre::dataset {
namespace fs = std::filesystem;

fs::path ShardSet::path() const {
  std::string all = std::to_string(count);
  all.insert(0, static_cast<std::size_t>(std::max(0, digits - static_cast<int>(all.size()))), '0');
  return folder / (begin + std::string(static_cast<std::size_t>(digits), '?') + "-of-" + all + end);
}

bool ShardSets::take(const fs::path& file) {
  static const std::regex kPattern(R"((.*\.tfrecords?(\.gz)?-)(\d{1,8})-of-(\d{1,8})(\.gz)?)",
                                   std::regex::icase);
  const std::string name = file.filename().string();
  std::smatch parts;
  if (name.find("-of-") == name.npos || !std::regex_match(name, parts, kPattern)) return false;
  const ShardSet set{file.parent_path(), parts[1], parts[5],
                     static_cast<std::size_t>(std::stoul(parts[4])),
                     static_cast<int>(parts[3].length())};
  sets_[set].push_back(file);
  return true;
}

const std::map<ShardSet, std::vector<fs::path>>& ShardSets::sets() {
  for (auto& [set, files] : sets_) std::sort(files.begin(), files.end());
  return sets_;
}

}  // namespace timbre::dataset
