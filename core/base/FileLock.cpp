#include "base/FileLock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace timbre {

FileLock::FileLock(const std::filesystem::path& file, When when)
    : file_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
  if (file_ < 0) return;
  const int how = when == When::Now ? LOCK_EX | LOCK_NB : LOCK_EX;
  int locked = ::flock(file_, how);
  while (locked != 0 && errno == EINTR) locked = ::flock(file_, how);
  busy_ = locked != 0 && errno == EWOULDBLOCK;
  if (busy_) ::close(std::exchange(file_, -1));
}

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace timbre
