#include "base/FileLock.h"

#include <sys/file.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace timbre {
namespace {

/// True as soon as the lock is held, or there is no such thing here.
bool tryLock(int file) {
  int locked = ::flock(file, LOCK_EX | LOCK_NB);
  while (locked != 0 && errno == EINTR) locked = ::flock(file, LOCK_EX | LOCK_NB);
  return locked == 0 || errno != EWOULDBLOCK;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& file, When when,
                   const std::function<bool()>& giveUp) {
  auto opened = FileHandle::open(file, FileHandle::Mode::ReadWrite);
  if (!opened) {
    reason_ = opened.error();
    return;
  }
  while (!tryLock(opened->descriptor())) {
    busy_ = when == When::Now || (giveUp && giveUp());
    if (busy_) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(15));
  }
  file_.emplace(std::move(*opened));
}

}  // namespace timbre
