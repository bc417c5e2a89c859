/// The files of a tar, or of a tar in a tar, one after the other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/Progress.h"
#include "base/Result.h"

struct archive;

namespace timbre::checkpoint {

/// What comes out of an archive, and how much may: archives in archives share one allowance.
struct ArchiveWalk {
  const std::filesystem::path& file;
  Progress& progress;
  std::uint64_t allowed;
  std::uint64_t files = 0;
};

/// BadFormat: the archive is damaged or cut short.
tl::unexpected<Error> damaged(const ArchiveWalk& walk, const char* reason);

/// A file in the archive while it is passed.
class ArchivedFile {
 public:
  ArchivedFile(ArchiveWalk& walk, archive& from, std::uint64_t bytes)
      : walk_(walk), from_(from), bytes_(bytes) {}

  std::uint64_t bytes() const { return bytes_; }
  ArchiveWalk& walk() { return walk_; }

  /// Up to `count` bytes, fewer at the end only. BadFormat, Cancelled.
  Result<std::size_t> read(char* out, std::size_t count);
  /// The first bytes; read() gives them again. Once, before anything else.
  Result<std::string_view> peek();

 private:
  ArchiveWalk& walk_;
  archive& from_;
  std::uint64_t bytes_;
  std::string peeked_;
  std::size_t given_ = 0;
};

/// False: enough seen.
using VisitArchived = std::function<Result<bool>(const std::string& name, ArchivedFile& content)>;

/// Passes every part of a checkpoint in the archive, in order. NotFound; BadFormat when it is no
/// archive or damaged; Cancelled.
Result<void> walkArchive(const std::filesystem::path& file, const VisitArchived& visit,
                         Progress& progress);

/// False when the names of the archive's first files are those of something else, as a dataset's
/// sounds are. True when in doubt: opening it tells. Reads little of a large archive.
bool mayHoldCheckpoint(const std::filesystem::path& archive);

}  // namespace timbre::checkpoint
