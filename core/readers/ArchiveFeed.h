/// What libarchive reads from: a stream of this room.
#pragma once

#include <exception>
#include <memory>
#include <vector>

#include "readers/ByteStream.h"

struct archive;

namespace timbre::readers {

/// Must live as long as the archive that reads from it.
class ArchiveFeed {
 public:
  explicit ArchiveFeed(ByteStream& stream) : stream_(stream) {}

  /// Of archive_read_open2(): whether it opened.
  bool open(::archive* reader);
  /// Throws what the stream threw while libarchive read from it, if it did.
  void rethrow() const;

 private:
  struct Callbacks;

  ByteStream& stream_;
  std::vector<char> buffer_ = std::vector<char>(1 << 16);
  std::exception_ptr failure_;
};

}  // namespace timbre::readers
