/// Bytes that come one after the other, from a file or out of its compression. In this room
/// failures of readers are thrown as Unreadable and caught at the public functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/Result.h"

namespace timbre::dataset {

/// A sentence for the user, on its way to a public function.
struct Unreadable {
  Error error;
};

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// As many as there are, at most the room in `into`; 0 at the end. Throws Unreadable.
  virtual std::size_t read(std::span<char> into) = 0;
  /// Goes on so many bytes further; false: read over them instead.
  virtual bool skip(std::uint64_t bytes) = 0;
  /// How far into the file on disk: for the progress.
  virtual std::uint64_t consumed() const = 0;
};

/// A file as it is, from a place on. Throws Unreadable when it cannot be opened.
std::unique_ptr<ByteStream> openPlain(const std::filesystem::path& file, std::uint64_t from);

}  // namespace timbre::dataset
