/// A file that one process at a time holds.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/FileHandle.h"

namespace timbre {

/// The system releases it however the process ends; the file stays. Where the file system has no
/// locks, every process holds it.
class FileLock {
 public:
  enum class When { Now, Later };
  /// Creates the file if it is absent. Later: waits until the lock is free or `giveUp`, called
  /// every 15 ms, returns true; then it is busy.
  FileLock(const std::filesystem::path& file, When when, const std::function<bool()>& giveUp = {});

  bool held() const { return file_.has_value(); }
  /// Not held because another process does; else the file cannot be made, and reason() says why.
  bool busy() const { return busy_; }
  std::error_code reason() const { return reason_; }

 private:
  std::optional<FileHandle> file_;
  bool busy_ = false;
  std::error_code reason_;
};

}  // namespace timbre
