/// Bytes that come one after the other, from a file or out of its compression. In this room
/// failures of readers are thrown as Unreadable; the rooms that use it catch them at their public
/// functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/Result.h"

namespace timbre::readers {

/// A sentence for the user, on its way to a public function.
struct Unreadable {
  Error error;
};

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// As many as there are, at most the room in `into`; 0 at the end. Throws Unreadable.
  virtual std::size_t read(std::span<char> into) = 0;
  /// Skips this many bytes; false: read over them instead.
  virtual bool skip(std::uint64_t bytes) = 0;
  /// How far into the file on disk: for the progress.
  virtual std::uint64_t consumed() const = 0;
};

/// A stream whose first bytes are known before they are read.
class PeekedStream final : public ByteStream {
 public:
  /// Reads the first `bytes`, fewer where the stream ends. Throws Unreadable.
  PeekedStream(std::unique_ptr<ByteStream> from, std::size_t bytes);
  std::string_view head() const { return head_; }

  std::size_t read(std::span<char> into) override;
  bool skip(std::uint64_t bytes) override;
  std::uint64_t consumed() const override { return from_->consumed(); }

 private:
  std::unique_ptr<ByteStream> from_;
  std::string head_;
  std::size_t given_ = 0;  ///< of the head
};

/// A file as it is, from a place on. Throws Unreadable when it cannot be opened.
std::unique_ptr<ByteStream> openPlain(const std::filesystem::path& file, std::uint64_t from);

/// Fills `into`, but for the end of the stream: how many bytes were read.
std::size_t readFully(ByteStream& stream, std::span<char> into);

/// Skips this many bytes, by reading where the stream cannot skip. Stops at the end.
void passOver(ByteStream& stream, std::uint64_t bytes);

/// Why a file or folder cannot be opened, as `errno` says: a missing permission is told as such.
Error cannotOpen(const std::filesystem::path& path, int reason);

}  // namespace timbre::readers
