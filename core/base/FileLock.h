/// A file that one process at a time holds.
#pragma once

#include <filesystem>
#include <utility>

namespace timbre {

/// The system lets go of it however the process ends; the file stays. Where the file system has no
/// locks, everybody holds it.
class FileLock {
 public:
  enum class When { Now, Later };
  /// Makes the file where it is absent. Later: waits for whoever holds it.
  FileLock(const std::filesystem::path& file, When when);
  FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)), busy_(other.busy_) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

  bool held() const { return file_ >= 0; }
  /// Not held because another process does; else the file cannot be made.
  bool busy() const { return busy_; }

 private:
  int file_;
  bool busy_ = false;
};

}  // namespace timbre
