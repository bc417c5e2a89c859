#include "checkpoint/ArchiveWalk.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "checkpoint/Source.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

constexpr int kDeepest = 3;         // a tar in a tar in a tar
constexpr std::size_t kPeek = 512;  // a tar's first block
/// Deflate cannot do better than 1032 bytes for one; what claims more is a bomb.
constexpr std::uint64_t kDeflateAtMost = 1040;

bool namedAsArchive(std::string_view name) {
  return name.ends_with(".tar") || name.ends_with(".tar.gz") || name.ends_with(".tgz");
}

bool looksLikeArchive(std::string_view name, std::string_view begin) {
  return namedAsArchive(name) || (begin.size() == kPeek && begin.substr(257, 5) == "ustar");
}

/// A person may have chosen any file: unless it is named as one, it is no damaged archive.
tl::unexpected<Error> notOpened(const ArchiveWalk& walk, archive& reader) {
  constexpr int kNoFormatKnown = EILSEQ;  // libarchive keeps its name for it to itself
  if (archive_errno(&reader) != kNoFormatKnown || namedAsArchive(walk.file.string()))
    return damaged(walk, archive_error_string(&reader));
  return fail(ErrorCode::BadFormat,
              walk.file.string() +
                  " is not a TensorFlow checkpoint; choose a checkpoint's folder, prefix, .index "
                  "or .tar");
}

Reader freshReader() {
  Reader reader(archive_read_new(), &archive_read_free);
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  return reader;
}

/// An archive in an archive: libarchive asks for its bytes here.
struct Inner {
  ArchivedFile& content;
  std::string buffer = std::string(1 << 16, '\0');
  std::optional<Error> failure{};

  static la_ssize_t more(archive* reader, void* self, const void** out) {
    auto& inner = *static_cast<Inner*>(self);
    const auto got = inner.content.read(inner.buffer.data(), inner.buffer.size());
    if (!got) {
      inner.failure = got.error();
      archive_set_error(reader, EIO, "the archive around it is damaged");
      return ARCHIVE_FATAL;
    }
    *out = inner.buffer.data();
    return static_cast<la_ssize_t>(*got);
  }
};

Result<bool> walkThrough(ArchiveWalk& walk, archive& reader, const VisitArchived& visit, int depth);

Result<bool> walkInner(ArchivedFile& content, const VisitArchived& visit, int depth) {
  Inner inner{content};
  const Reader reader = freshReader();
  if (archive_read_open(reader.get(), &inner, nullptr, &Inner::more, nullptr) != ARCHIVE_OK)
    return inner.failure ? Result<bool>(tl::unexpected(*inner.failure))
                         : damaged(content.walk(), archive_error_string(reader.get()));
  auto walked = walkThrough(content.walk(), *reader, visit, depth);
  if (inner.failure) return tl::unexpected(*inner.failure);
  return walked;
}

Result<bool> enter(ArchiveWalk& walk, archive& reader, archive_entry& entry,
                   const VisitArchived& visit, int depth) {
  const char* const path = archive_entry_pathname(&entry);
  const auto bytes = archive_entry_size(&entry);
  if (!path || archive_entry_filetype(&entry) != AE_IFREG || bytes < 0) return true;
  const std::string name = path;
  ArchivedFile content(walk, reader, static_cast<std::uint64_t>(bytes));
  if (isPart(name)) return visit(name, content);
  if (bytes == 0) return true;
  const auto begin = content.peek();
  if (!begin) return tl::unexpected(begin.error());
  if (!looksLikeArchive(name, *begin) || depth >= kDeepest) return true;
  return walkInner(content, visit, depth + 1);
}

Result<bool> walkThrough(ArchiveWalk& walk, archive& reader, const VisitArchived& visit,
                         int depth) {
  constexpr std::uint64_t kMostFiles = 100'000;
  if (archive_filter_count(&reader) > 2) return damaged(walk, "it is compressed more than once");
  for (;;) {
    if (walk.progress.cancelled()) return cancelled();
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(&reader, &entry);
    if (code == ARCHIVE_EOF) return true;
    if (code < ARCHIVE_WARN && walk.files == 0) return notOpened(walk, reader);
    if (code < ARCHIVE_WARN || ++walk.files > kMostFiles)
      return damaged(walk, archive_error_string(&reader));
    const auto goOn = enter(walk, reader, *entry, visit, depth);
    if (!goOn || !*goOn) return goOn;
  }
}

}  // namespace

tl::unexpected<Error> damaged(const ArchiveWalk& walk, const char* reason) {
  const std::string why = reason && *reason ? std::string(" (") + reason + ")" : std::string();
  return fail(ErrorCode::BadFormat,
              walk.file.string() + " is damaged or cut short" + why + "; download it again");
}

Result<std::size_t> ArchivedFile::read(char* out, std::size_t count) {
  std::size_t got = std::min(count, peeked_.size() - given_);
  if (got > 0) std::memcpy(out, peeked_.data() + given_, got);
  given_ += got;
  while (got < count) {
    const auto more = archive_read_data(&from_, out + got, std::min(count - got, kStreamBytes));
    if (more < 0) return damaged(walk_, archive_error_string(&from_));
    if (more == 0) break;
    if (walk_.progress.cancelled()) return cancelled();
    const auto size = static_cast<std::uint64_t>(more);
    if (size > walk_.allowed) return damaged(walk_, "it unpacks to far more than its size allows");
    walk_.allowed -= size;
    got += size;
  }
  return got;
}

Result<std::string_view> ArchivedFile::peek() {
  peeked_.resize(std::min<std::uint64_t>(kPeek, bytes_));
  std::string first(peeked_.size(), '\0');
  peeked_.clear();
  const auto got = read(first.data(), first.size());
  if (!got) return tl::unexpected(got.error());
  first.resize(*got);
  peeked_ = std::move(first);
  return std::string_view(peeked_);
}

Result<void> walkArchive(const fs::path& file, const VisitArchived& visit, Progress& progress) {
  std::error_code code;
  const auto size = fs::file_size(file, code);
  if (code) return fail(ErrorCode::NotFound, "Cannot open " + file.string() + "; check the path");
  ArchiveWalk walk{file, progress, kDeflateAtMost * size + kStreamBytes};
  const Reader reader = freshReader();
  if (archive_read_open_filename(reader.get(), file.c_str(), 1 << 16) != ARCHIVE_OK)
    return notOpened(walk, *reader);
  const auto walked = walkThrough(walk, *reader, visit, 1);
  if (!walked) return tl::unexpected(walked.error());
  return {};
}

bool mayHoldCheckpoint(const fs::path& file) {
  constexpr int kEnough = 64;  // a dataset's first sounds come sooner, a checkpoint has fewer files
  const Reader reader = freshReader();
  if (archive_read_open_filename(reader.get(), file.c_str(), 1 << 16) != ARCHIVE_OK) return true;
  archive_entry* entry = nullptr;
  for (int seen = 0; seen < kEnough; ++seen) {
    const int code = archive_read_next_header(reader.get(), &entry);
    if (code == ARCHIVE_EOF || code < ARCHIVE_WARN) return true;
    const char* const path = archive_entry_pathname(entry);
    const std::string_view name = path ? path : "";
    if (isPart(name)) return true;
    if (name.ends_with("examples.json") || name.ends_with(".wav")) return false;
  }
  return false;
}

}  // namespace timbre::checkpoint
