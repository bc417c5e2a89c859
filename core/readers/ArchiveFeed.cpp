#include "readers/ArchiveFeed.h"

#include <archive.h>

#include <cerrno>

namespace timbre::readers {

/// Exceptions must not fly through C.
struct ArchiveFeed::Callbacks {
  static la_ssize_t read(::archive* reader, void* self, const void** bytes) {
    auto& feed = *static_cast<ArchiveFeed*>(self);
    *bytes = feed.buffer_.data();
    try {
      return static_cast<la_ssize_t>(feed.stream_.read(feed.buffer_));
    } catch (...) {
      feed.failure_ = std::current_exception();
      archive_set_error(reader, EIO, "unreadable");
      return -1;
    }
  }
  static la_int64_t skip(::archive*, void* self, la_int64_t bytes) {
    auto& feed = *static_cast<ArchiveFeed*>(self);
    return bytes > 0 && feed.stream_.skip(static_cast<std::uint64_t>(bytes)) ? bytes : 0;
  }
};

bool ArchiveFeed::open(::archive* reader) {
  return archive_read_open2(reader, this, nullptr, &Callbacks::read, &Callbacks::skip, nullptr) ==
         ARCHIVE_OK;
}

void ArchiveFeed::rethrow() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace timbre::readers
