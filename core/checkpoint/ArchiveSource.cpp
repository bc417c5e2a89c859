#include <algorithm>
#include <map>

#include "checkpoint/ArchiveWalk.h"
#include "checkpoint/Source.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;

namespace {

class ArchiveSource final : public Source {
 public:
  explicit ArchiveSource(fs::path file) : file_(std::move(file)) {}

  /// What is small is kept at once, so that the archive is passed twice only. Throws Unreadable.
  void look(Progress& progress) {
    walkArchive(
        file_,
        [this](const std::string& name, ArchivedFile& content) {
          members_.push_back({name, content.bytes()});
          if (baseName(name).find(".data-") == std::string_view::npos) {
            keep(content);
          } else if (content.bytes() == 0) {
            members_.back().bytes = countBytes(content);
          }
          return true;
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
                      Progress& progress) override try {
    Piecewise state{file_, pieces, sink, progress};
    for (const auto& piece : pieces) state.all += piece.bytes;
    std::size_t member = 0;
    walkArchive(
        file_,
        [&](const std::string&, ArchivedFile& content) { return state.pass(member++, content); },
        progress);
    if (state.next < pieces.size())
      return fail(ErrorCode::BadFormat,
                  file_.string() + " changed while it was being read; try again");
    return {};
  } catch (const readers::Unreadable& reason) {
    return tl::unexpected(reason.error);
  }

 private:
  /// Of a member whose size the archive does not say.
  static std::uint64_t countBytes(ArchivedFile& content) {
    std::string part(kStreamBytes, '\0');
    std::uint64_t bytes = 0;
    while (const std::size_t got = content.read(part)) bytes += got;
    return bytes;
  }

  void keep(ArchivedFile& content) {
    if (content.bytes() > kMostSmallBytes - kept_) return;
    std::string bytes;
    // Not more at once than is there: a header may lie about the size, or not say it.
    std::string part(kStreamBytes, '\0');
    while (const std::size_t got = content.read(part)) {
      if (got > kMostSmallBytes - kept_ - bytes.size()) return;
      bytes.append(part, 0, got);
    }
    kept_ += bytes.size();
    members_.back().bytes = bytes.size();
    small_.emplace(members_.size() - 1, std::move(bytes));
  }

  /// The pieces that are still to come while the archive goes by.
  struct Piecewise {
    const fs::path& file;
    std::span<const Piece> pieces;
    const PieceSink& sink;
    Progress& progress;
    std::uint64_t all = 0, done = 0;
    std::size_t next = 0;
    std::string buffer{};

    /// False when nothing more is wanted.
    bool pass(std::size_t member, ArchivedFile& content) {
      std::uint64_t at = 0;
      buffer.resize(kStreamBytes);
      while (next < pieces.size() && pieces[next].member == member) {
        const Piece& piece = pieces[next];
        const bool before = at < piece.offset;
        const auto wanted = before ? piece.offset - at : piece.offset + piece.bytes - at;
        if (wanted > 0) {
          const auto count = std::min<std::uint64_t>(wanted, buffer.size());
          if (readers::readFully(content, std::span(buffer).first(count)) < count)
            damaged(file, "a file in it ends too early");
          at += count;
          if (before) continue;
          if (auto taken = sink(next, std::string_view(buffer).substr(0, count)); !taken)
            throw readers::Unreadable{taken.error()};
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

Result<std::unique_ptr<Source>> openArchive(const fs::path& file, Progress& progress) try {
  auto source = std::make_unique<ArchiveSource>(file);
  source->look(progress);
  return source;
} catch (const readers::Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::checkpoint
