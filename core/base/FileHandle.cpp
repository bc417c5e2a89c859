#include "base/FileHandle.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <string>

namespace timbre {
namespace {

constexpr std::size_t kAtOnce = std::size_t{1} << 30;  // Linux moves no more in one call

tl::unexpected<std::error_code> failed() {
  return tl::unexpected(lastSystemError());
}

/// A system call until no signal interrupts it.
template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

int flagsOf(FileHandle::Mode mode) {
  switch (mode) {
    case FileHandle::Mode::Read:
      return O_RDONLY;
    case FileHandle::Mode::Write:
      return O_WRONLY | O_TRUNC | O_NOCTTY;
    case FileHandle::Mode::ReadWrite:
      return O_RDWR | O_CREAT;
    case FileHandle::Mode::Append:
      return O_RDWR | O_CREAT | O_APPEND;
  }
  return O_RDONLY;
}

}  // namespace

std::error_code lastSystemError() {
  return {errno, std::generic_category()};
}

SystemResult<FileHandle> FileHandle::open(const std::filesystem::path& path, Mode mode) {
  const int file = retried([&] { return ::open(path.c_str(), flagsOf(mode) | O_CLOEXEC, 0666); });
  if (file < 0) return failed();
  return FileHandle(file);
}

SystemResult<FileHandle> FileHandle::inMemory() {
  const int file = ::memfd_create("timbrescope", MFD_CLOEXEC);
  if (file < 0) return failed();
  return FileHandle(file);
}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

FileHandle::~FileHandle() {
  if (file_ >= 0) ::close(file_);
}

std::filesystem::path FileHandle::path() const {
  return "/proc/self/fd/" + std::to_string(file_);
}

SystemResult<FileHandle::Status> FileHandle::status() const {
  struct stat found {};
  if (::fstat(file_, &found) != 0) return failed();
  return Status{static_cast<std::uint64_t>(found.st_size), found.st_mtim.tv_sec,
                found.st_mtim.tv_nsec, S_ISREG(found.st_mode)};
}

SystemResult<std::size_t> FileHandle::readSome(std::uint64_t offset,
                                               std::span<std::byte> bytes) const {
  if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return 0;
  const auto got = retried([&] {
    return ::pread(file_, bytes.data(), std::min(bytes.size(), kAtOnce),
                   static_cast<off_t>(offset));
  });
  if (got < 0) return failed();
  return static_cast<std::size_t>(got);
}

SystemResult<void> FileHandle::readAll(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const auto got = readSome(offset, bytes);
    if (!got) return tl::unexpected(got.error());
    if (*got == 0) return tl::unexpected(std::make_error_code(std::errc::no_message_available));
    bytes = bytes.subspan(*got);
    offset += *got;
  }
  return {};
}

SystemResult<void> FileHandle::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto put =
        retried([&] { return ::write(file_, bytes.data(), std::min(bytes.size(), kAtOnce)); });
    if (put < 0) return failed();
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

SystemResult<void> FileHandle::truncate(std::uint64_t size) {
  if (retried([&] { return ::ftruncate(file_, static_cast<off_t>(size)); }) != 0) return failed();
  return {};
}

SystemResult<void> FileHandle::sync() {
  const int synced = retried([&] { return ::fsync(file_); });
  if (synced != 0 && errno != EINVAL && errno != ENOTSUP) return failed();
  return {};
}

SystemResult<void> FileHandle::close() {
  // The descriptor is gone whatever close says, also when a signal interrupted it.
  if (::close(std::exchange(file_, -1)) != 0 && errno != EINTR) return failed();
  return {};
}

}  // namespace timbre
