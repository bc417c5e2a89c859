/// A file as a decoder should see it: ranges of the file and bytes of our own, one after another.
/// This corrects a wrong header without copying the file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre::audio {

/// One thread at a time. Reading past the end gives fewer bytes; a disk's error reads as the end.
class FileView {
 public:
  /// The whole file. NotFound or Unsupported with a sentence: no such file, no permission.
  static Result<FileView> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }
  /// From now on a range of the file is the file, here and below. Shows all of it.
  void restrictTo(std::int64_t offset, std::int64_t length);
  /// Bytes on the disk, whatever the view shows of them.
  std::int64_t fileSize() const { return fileSize_; }

  /// Nothing is shown any more.
  void clear();
  void append(std::string bytes);
  /// A range of the file, cut at its end.
  void append(std::int64_t offset, std::int64_t length);

  /// Shows the file without the first `length` bytes of what was shown.
  void dropFront(std::int64_t length);
  /// Shows `bytes` in place of as many at the front.
  void replaceFront(std::string bytes);

  std::int64_t size() const { return size_; }
  std::int64_t position() const { return position_; }
  /// Clamped to [0, size()].
  void seek(std::int64_t position);
  std::int64_t read(void* bytes, std::int64_t count);
  /// Up to `count` bytes at `offset` of the file itself, whatever the view shows of it.
  std::string bytesAt(std::int64_t offset, std::int64_t count);

  /// The farthest that read() has come, as a share of size(), in [0, 1].
  double fractionRead() const;

 private:
  struct Piece {
    std::int64_t begin;   ///< in the view
    std::int64_t length;  ///< bytes
    std::int64_t offset;  ///< in the file; negative: `bytes`
    std::string bytes;
  };
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  FileView(std::filesystem::path path, File file)
      : path_(std::move(path)), file_(std::move(file)) {}
  std::int64_t readFile(std::int64_t offset, void* bytes, std::int64_t count);

  std::filesystem::path path_;
  File file_;
  std::int64_t base_ = 0;  ///< where on the disk the file begins
  std::int64_t fileSize_ = 0;
  std::vector<Piece> pieces_;
  std::int64_t size_ = 0;
  std::int64_t position_ = 0;
  std::int64_t farthest_ = 0;
};

}  // namespace timbre::audio
