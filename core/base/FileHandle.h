/// An open file of the operating system, closed when its owner goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <system_error>
#include <tl/expected.hpp>
#include <utility>

namespace timbre {

/// The system's error. Each caller makes its own message from it.
template <class T>
using SystemResult = tl::expected<T, std::error_code>;

/// errno, as it stands.
std::error_code lastSystemError();

/// Calls that a signal interrupts are made again. Reading at a place may be done from any thread.
class FileHandle {
 public:
  enum class Mode {
    Read,       ///< an existing file
    Write,      ///< an existing file, pipe or device; a file is emptied
    ReadWrite,  ///< made where it is absent
    Append,     ///< the same; what is written goes to its end
  };
  /// Follows links. For a pipe without a reader, Write waits until there is one.
  static SystemResult<FileHandle> open(const std::filesystem::path& path, Mode mode);
  /// A file in memory, which has no name but path().
  static SystemResult<FileHandle> inMemory();

  FileHandle(FileHandle&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept;
  ~FileHandle();

  int descriptor() const { return file_; }
  /// Under which libraries can open it once more while it is open here.
  std::filesystem::path path() const;

  /// Size and times, to detect whether a file has changed.
  struct Status {
    std::uint64_t size = 0;
    std::int64_t modifiedSeconds = 0, modifiedNanoseconds = 0;
    bool regular = false;  ///< neither folder nor pipe nor device
    bool operator==(const Status&) const = default;
  };
  SystemResult<Status> status() const;

  /// Up to bytes.size(), 0 at the end.
  SystemResult<std::size_t> readSome(std::uint64_t offset, std::span<std::byte> bytes) const;
  /// All of `bytes`. std::errc::no_message_available when the file ends before.
  SystemResult<void> readAll(std::uint64_t offset, std::span<std::byte> bytes) const;
  /// At the place where the file stands.
  SystemResult<void> write(std::span<const std::byte> bytes);
  /// Cuts the file off there.
  SystemResult<void> truncate(std::uint64_t size);
  /// Waits until the content is on the disk. Pipes and devices have none, which is not a failure.
  SystemResult<void> sync();
  /// Closes the file and reports errors of deferred writes.
  SystemResult<void> close();

 private:
  explicit FileHandle(int file) : file_(file) {}
  int file_;
};

}  // namespace timbre
