#include "dataset/Tar.h"

#include <archive.h>
#include <archive_entry.h>

#include <cerrno>
#include <exception>
#include <vector>

namespace timbre::dataset {

namespace {

/// What libarchive's functions are given; exceptions must not fly through C.
struct Feed {
  ByteStream& stream;
  std::vector<char> buffer = std::vector<char>(1 << 16);
  std::exception_ptr failure;
};

la_ssize_t feed(archive* reader, void* data, const void** bytes) {
  Feed& feed = *static_cast<Feed*>(data);
  *bytes = feed.buffer.data();
  try {
    return static_cast<la_ssize_t>(feed.stream.read(feed.buffer));
  } catch (...) {
    feed.failure = std::current_exception();
    archive_set_error(reader, EIO, "unreadable");
    return -1;
  }
}

la_int64_t skip(archive*, void* data, la_int64_t bytes) {
  Feed& feed = *static_cast<Feed*>(data);
  return bytes > 0 && feed.stream.skip(static_cast<std::uint64_t>(bytes)) ? bytes : 0;
}

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void damaged(const std::filesystem::path& file, const Feed& feed) {
  if (feed.failure) std::rethrow_exception(feed.failure);
  throw Unreadable{{ErrorCode::BadFormat, file.string() +
                                              " is damaged, cut short or no tar archive; copy or "
                                              "download it again"}};
}

}  // namespace

void walkTar(const std::filesystem::path& file, ByteStream& stream, std::uint64_t from,
             const std::function<bool(const TarMember&)>& visit) {
  Feed source{stream, std::vector<char>(1 << 16), {}};
  const Reader reader(archive_read_new(), &archive_read_free);
  archive_read_support_format_tar(reader.get());
  if (archive_read_open2(reader.get(), &source, nullptr, feed, skip, nullptr) != ARCHIVE_OK)
    damaged(file, source);
  for (;;) {
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF) return;
    if (code < ARCHIVE_WARN) damaged(file, source);
    const char* name = archive_entry_pathname(entry);
    if (!name || archive_entry_filetype(entry) != AE_IFREG) continue;
    TarMember member;
    member.name = name;
    member.at = from + static_cast<std::uint64_t>(archive_read_header_position(reader.get()));
    member.size = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
    member.read = [&](std::span<char> into) {
      const auto got = archive_read_data(reader.get(), into.data(), into.size());
      if (got < 0) damaged(file, source);
      return static_cast<std::size_t>(got);
    };
    if (!visit(member)) return;
  }
}

}  // namespace timbre::dataset
