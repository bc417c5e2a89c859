/// The files that this process is writing beside their targets, see base/AtomicFile.h.
#pragma once

#include <filesystem>

namespace timbre {

/// Known as unfinished while it lives. Any thread.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(std::filesystem::path path);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

 private:
  std::filesystem::path path_;
};

/// Ends the process at once, whatever its threads do: removes what is unfinished, flushes and
/// destroys nothing. Any thread.
[[noreturn]] void endProcess(int status);

}  // namespace timbre
