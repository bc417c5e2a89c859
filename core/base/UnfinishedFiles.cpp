#include "base/UnfinishedFiles.h"

#include <cstdlib>
#include <mutex>
#include <set>
#include <utility>

namespace timbre {
namespace fs = std::filesystem;

namespace {

struct Unfinished {
  std::mutex mutex;
  std::set<fs::path> paths;
};

/// Never destroyed: threads may write until the process has ended.
Unfinished& unfinished() {
  static auto* const files = new Unfinished;
  return *files;
}

}  // namespace

UnfinishedFile::UnfinishedFile(fs::path path) : path_(std::move(path)) {
  const std::lock_guard lock(unfinished().mutex);
  unfinished().paths.insert(path_);
}

UnfinishedFile::~UnfinishedFile() {
  const std::lock_guard lock(unfinished().mutex);
  unfinished().paths.erase(path_);
}

void endProcess(int status) {
  const std::lock_guard lock(unfinished().mutex);
  std::error_code ignored;
  for (const auto& path : unfinished().paths) fs::remove(path, ignored);
  std::_Exit(status);
}

}  // namespace timbre
