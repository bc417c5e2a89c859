#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
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

/// What comes out of an archive, and how much may: archives in archives share one allowance.
struct Walk {
  const fs::path& file;
  Progress& progress;
  std::uint64_t allowed;
  std::uint64_t files = 0;
};

tl::unexpected<Error> damaged(const Walk& walk, const char* reason) {
  const std::string why = reason && *reason ? std::string(" (") + reason + ")" : std::string();
  return fail(ErrorCode::BadFormat,
              walk.file.string() + " is damaged or cut short" + why + "; download it again");
}

/// A file in the archive while it is passed.
class Content {
 public:
  Content(Walk& walk, archive& from, std::uint64_t bytes)
      : walk_(walk), from_(from), bytes_(bytes) {}

  std::uint64_t bytes() const { return bytes_; }
  Walk& walk() { return walk_; }

  /// Up to `count` bytes, fewer at the end only.
  Result<std::size_t> read(char* out, std::size_t count) {
    std::size_t got = std::min(count, peeked_.size() - given_);
    if (got > 0) std::memcpy(out, peeked_.data() + given_, got);
    given_ += got;
    while (got < count) {
      const auto more = archive_read_data(&from_, out + got, std::min(count - got, kStreamBytes));
      if (more < 0) return damaged(walk_, archive_error_string(&from_));
      if (more == 0) break;
      if (walk_.progress.cancelled()) return cancelled();
      const auto size = static_cast<std::uint64_t>(more);
      if (size > walk_.allowed)
        return damaged(walk_, "it unpacks to far more than its size allows");
      walk_.allowed -= size;
      got += size;
    }
    return got;
  }

  /// The first bytes; read() gives them again. Once, before anything else.
  Result<std::string_view> peek() {
    peeked_.resize(std::min<std::uint64_t>(kPeek, bytes_));
    std::string first(peeked_.size(), '\0');
    peeked_.clear();
    const auto got = read(first.data(), first.size());
    if (!got) return tl::unexpected(got.error());
    first.resize(*got);
    peeked_ = std::move(first);
    return std::string_view(peeked_);
  }

 private:
  Walk& walk_;
  archive& from_;
  std::uint64_t bytes_;
  std::string peeked_;
  std::size_t given_ = 0;
};

/// False: enough seen.
using Visit = std::function<Result<bool>(const std::string& name, Content& content)>;

bool looksLikeArchive(std::string_view name, std::string_view begin) {
  const bool named = name.ends_with(".tar") || name.ends_with(".tar.gz") || name.ends_with(".tgz");
  return named || (begin.size() == kPeek && begin.substr(257, 5) == "ustar");
}

Reader freshReader() {
  Reader reader(archive_read_new(), &archive_read_free);
  archive_read_support_format_tar(reader.get());
  archive_read_support_filter_gzip(reader.get());
  return reader;
}

/// An archive in an archive: libarchive asks for its bytes here.
struct Inner {
  Content& content;
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

Result<bool> walkThrough(Walk& walk, archive& reader, const Visit& visit, int depth);

Result<bool> walkInner(Content& content, const Visit& visit, int depth) {
  Inner inner{content};
  const Reader reader = freshReader();
  if (archive_read_open(reader.get(), &inner, nullptr, &Inner::more, nullptr) != ARCHIVE_OK)
    return inner.failure ? Result<bool>(tl::unexpected(*inner.failure))
                         : damaged(content.walk(), archive_error_string(reader.get()));
  auto walked = walkThrough(content.walk(), *reader, visit, depth);
  if (inner.failure) return tl::unexpected(*inner.failure);
  return walked;
}

Result<bool> enter(Walk& walk, archive& reader, archive_entry& entry, const Visit& visit,
                   int depth) {
  const char* const path = archive_entry_pathname(&entry);
  const auto bytes = archive_entry_size(&entry);
  if (!path || archive_entry_filetype(&entry) != AE_IFREG || bytes < 0) return true;
  const std::string name = path;
  Content content(walk, reader, static_cast<std::uint64_t>(bytes));
  if (isPart(name)) return visit(name, content);
  if (bytes == 0) return true;
  const auto begin = content.peek();
  if (!begin) return tl::unexpected(begin.error());
  if (!looksLikeArchive(name, *begin) || depth >= kDeepest) return true;
  return walkInner(content, visit, depth + 1);
}

Result<bool> walkThrough(Walk& walk, archive& reader, const Visit& visit, int depth) {
  constexpr std::uint64_t kMostFiles = 100'000;
  if (archive_filter_count(&reader) > 2) return damaged(walk, "it is compressed more than once");
  for (;;) {
    if (walk.progress.cancelled()) return cancelled();
    archive_entry* entry = nullptr;
    const int code = archive_read_next_header(&reader, &entry);
    if (code == ARCHIVE_EOF) return true;
    if (code < ARCHIVE_WARN || ++walk.files > kMostFiles)
      return damaged(walk, archive_error_string(&reader));
    const auto goOn = enter(walk, reader, *entry, visit, depth);
    if (!goOn || !*goOn) return goOn;
  }
}

/// Passes every part of a checkpoint in the archive, in order.
Result<void> walkArchive(const fs::path& file, const Visit& visit, Progress& progress) {
  std::error_code code;
  const auto size = fs::file_size(file, code);
  if (code) return fail(ErrorCode::NotFound, "Cannot open " + file.string() + "; check the path");
  Walk walk{file, progress, kDeflateAtMost * size + kStreamBytes};
  const Reader reader = freshReader();
  if (archive_read_open_filename(reader.get(), file.c_str(), 1 << 16) != ARCHIVE_OK)
    return damaged(walk, archive_error_string(reader.get()));
  const auto walked = walkThrough(walk, *reader, visit, 1);
  if (!walked) return tl::unexpected(walked.error());
  return {};
}

class ArchiveSource final : public Source {
 public:
  explicit ArchiveSource(fs::path file) : file_(std::move(file)) {}

  /// What is small is kept at once, so that the archive is passed twice only.
  Result<void> look(Progress& progress) {
    return walkArchive(
        file_,
        [this](const std::string& name, Content& content) -> Result<bool> {
          members_.push_back({name, content.bytes()});
          if (baseName(name).find(".data-") != std::string_view::npos) return true;
          return keep(content);
        },
        progress);
  }

  Result<std::string> whole(std::size_t member) override {
    const auto found = small_.find(member);
    if (found == small_.end())
      return fail(ErrorCode::BadFormat, file_.string() + ": " + members_[member].name +
                                            " is too large for a part of a checkpoint");
    return found->second;
  }

  Result<void> stream(std::span<const Piece> pieces, const PieceSink& sink,
                      Progress& progress) override {
    Piecewise state{pieces, sink, progress};
    for (const auto& piece : pieces) state.all += piece.bytes;
    std::size_t member = 0;
    auto walked = walkArchive(
        file_, [&](const std::string&, Content& content) { return state.pass(member++, content); },
        progress);
    if (!walked) return walked;
    if (state.next < pieces.size())
      return fail(ErrorCode::BadFormat,
                  file_.string() + " changed while it was being read; try again");
    return {};
  }

 private:
  Result<bool> keep(Content& content) {
    if (content.bytes() > kMostSmallBytes - kept_) return true;
    std::string bytes;
    // Not more at once than is there: a header may lie about the size.
    for (std::string part(kStreamBytes, '\0');;) {
      const auto got = content.read(part.data(), part.size());
      if (!got) return tl::unexpected(got.error());
      if (*got == 0) break;
      bytes.append(part, 0, *got);
    }
    kept_ += bytes.size();
    small_.emplace(members_.size() - 1, std::move(bytes));
    return true;
  }

  /// The pieces that are still to come while the archive goes by.
  struct Piecewise {
    std::span<const Piece> pieces;
    const PieceSink& sink;
    Progress& progress;
    std::uint64_t all = 0, done = 0;
    std::size_t next = 0;
    std::string buffer{};

    /// False when nothing more is wanted.
    Result<bool> pass(std::size_t member, Content& content) {
      std::uint64_t at = 0;
      buffer.resize(kStreamBytes);
      while (next < pieces.size() && pieces[next].member == member) {
        const Piece& piece = pieces[next];
        const bool before = at < piece.offset;
        const auto wanted = before ? piece.offset - at : piece.offset + piece.bytes - at;
        if (wanted > 0) {
          const auto count = std::min<std::uint64_t>(wanted, buffer.size());
          const auto got = content.read(buffer.data(), count);
          if (!got) return tl::unexpected(got.error());
          if (*got < count) return damaged(content.walk(), "a file in it ends too early");
          at += count;
          if (before) continue;
          if (auto taken = sink(next, std::string_view(buffer).substr(0, count)); !taken)
            return tl::unexpected(taken.error());
          progress.advanced(static_cast<double>(done += count) / static_cast<double>(all));
        }
        if (at == piece.offset + piece.bytes) ++next;
      }
      return next < pieces.size();
    }
  };

  fs::path file_;
  std::map<std::size_t, std::string> small_;
  std::uint64_t kept_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> openArchive(const fs::path& file, Progress& progress) {
  auto source = std::make_unique<ArchiveSource>(file);
  if (auto looked = source->look(progress); !looked) return tl::unexpected(looked.error());
  return source;
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
