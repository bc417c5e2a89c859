#include "checkpoint/ArchiveWalk.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>
#include <string_view>

#include "checkpoint/Source.h"
#include "readers/Compressed.h"
#include "readers/FileKind.h"

namespace timbre::checkpoint {
namespace fs = std::filesystem;
using readers::ByteStream;
using readers::FileKind;
using readers::Format;
using readers::PeekedStream;
using readers::Unreadable;

namespace {

constexpr int kDeepest = 3;  // a tar in a tar in a tar
/// Deflate cannot do better than 1032 bytes for one, and weights hardly compress at all: what
/// claims more is a bomb.
constexpr std::uint64_t kUnpacksToAtMost = 1040;
std::optional<Format> formatOf(std::string_view head) {
  switch (readers::fileTypeOf(head).kind) {
    case FileKind::Tar:
      return Format::Tar;
    case FileKind::Zip:
      return Format::Zip;
    default:
      return {};
  }
}

using Peeked = std::unique_ptr<PeekedStream>;

Peeked peeked(std::unique_ptr<ByteStream> stream) {
  return std::make_unique<PeekedStream>(std::move(stream), readers::kHeadBytes);
}

/// The same without its compression, if it has any.
Peeked contentOf(Peeked stream, const fs::path& file) {
  const FileKind kind = readers::fileTypeOf(stream->head()).kind;
  if (kind != FileKind::Gzip && kind != FileKind::Compressed) return stream;
  return peeked(readers::decompressed(std::move(stream), file));
}

/// A person may have chosen any file: unless it is named as one, it is no damaged archive.
[[noreturn]] void notAnArchive(const fs::path& file, std::string_view head) {
  const std::string kind = readers::fileTypeOf(head).name;
  throw Unreadable{{ErrorCode::BadFormat,
                    file.string() + " is " + (kind.empty() ? "" : kind + ", ") +
                        "not a TensorFlow checkpoint; choose a checkpoint's folder, prefix, "
                        ".index or archive"}};
}

class Walker {
 public:
  Walker(ArchiveWalk walk, const VisitArchived& visit) : walk_(walk), visit_(visit) {}

  /// False when enough was seen.
  bool pass(ByteStream& content, Format format, int depth) {
    bool goOn = true;
    readers::walkArchive(walk_.file, format, content, 0, [&](const readers::Member& member) {
      constexpr std::uint64_t kMostFiles = 100'000;
      if (walk_.progress.cancelled()) throw Unreadable{cancelled().value()};
      if (++walk_.files > kMostFiles) damaged(walk_.file, "it holds more than 100,000 files");
      return goOn = !member.link.empty() || enter(member, depth);
    });
    return goOn;
  }

 private:
  bool enter(const readers::Member& member, int depth) {
    auto content = std::make_unique<ArchivedFile>(walk_, member);
    if (isPart(member.name)) return visit_(member.name, *content);
    if (depth >= kDeepest) return true;
    Peeked inner = peeked(std::move(content));
    const bool named = !archiveEnding(member.name).empty();
    if (named) inner = contentOf(std::move(inner), walk_.file);
    const auto format = formatOf(inner->head());
    if (!format || (*format == Format::Zip && !named)) return true;
    return pass(*inner, *format, depth + 1);
  }

  ArchiveWalk walk_;
  const VisitArchived& visit_;
};

}  // namespace

std::string_view archiveEnding(std::string_view name) {
  constexpr std::array<std::string_view, 9> kEndings{
      ".tar", ".tgz", ".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst", ".tar.lz4", ".tar.lz", ".zip"};
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  for (const std::string_view ending : kEndings)
    if (name.size() > ending.size() &&
        std::ranges::equal(name.substr(name.size() - ending.size()), ending, same))
      return name.substr(name.size() - ending.size());
  return {};
}

void damaged(const fs::path& file, const std::string& how) {
  throw Unreadable{{ErrorCode::BadFormat,
                    file.string() + " is damaged or cut short (" + how + "); download it again"}};
}

std::size_t ArchivedFile::read(std::span<char> into) {
  const std::size_t got = member_.read(into);
  if (walk_.progress.cancelled()) throw Unreadable{cancelled().value()};
  if (got > walk_.allowed) damaged(walk_.file, "it unpacks to far more than its size allows");
  walk_.allowed -= got;
  return got;
}

void walkArchive(const fs::path& file, const VisitArchived& visit, Progress& progress) {
  const Peeked content = contentOf(peeked(readers::openPlain(file, 0)), file);
  const auto format = formatOf(content->head());
  if (!format && archiveEnding(file.string()).empty()) notAnArchive(file, content->head());
  std::error_code code;
  const std::uint64_t size = fs::file_size(file, code);
  if (code) throw Unreadable{readers::cannotOpen(file, code.value())};
  Walker({file, progress, kUnpacksToAtMost * size + kStreamBytes}, visit)
      .pass(*content, format.value_or(Format::Tar), 1);
}

bool holdsCheckpoint(const fs::path& file) try {
  constexpr int kEnough = 64;  // a checkpoint has fewer files, a dataset's first ones come sooner
  const Peeked content = contentOf(peeked(readers::openPlain(file, 0)), file);
  const auto format = formatOf(content->head());
  if (!format) return false;
  bool holds = false;
  int seen = 0;
  readers::walkArchive(file, *format, *content, 0, [&](const readers::Member& member) {
    holds = isPart(member.name) || !archiveEnding(member.name).empty();
    return !holds && ++seen < kEnough;
  });
  return holds;
} catch (const Unreadable&) {
  return false;
}

}  // namespace timbre::checkpoint
