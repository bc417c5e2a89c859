/// The files of an archive, or of an archive in an archive, one after the other. Failures are
/// thrown as readers::Unreadable, as in the room of readers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/Progress.h"
#include "readers/ArchiveWalk.h"

namespace timbre::checkpoint {

/// What comes out of an archive, and how much may: archives in archives share one allowance.
struct ArchiveWalk {
  const std::filesystem::path& file;
  Progress& progress;
  std::uint64_t allowed;
  std::uint64_t files = 0;
};

/// ".tar", ".tgz", ".zip" and so on, as the name ends, in any case; empty for other names.
std::string_view archiveEnding(std::string_view name);

/// Throws that the archive is damaged, and how.
[[noreturn]] void damaged(const std::filesystem::path& file, const std::string& how);

/// A file in the archive while it is passed. Reading it counts against the allowance and asks
/// whether to go on.
class ArchivedFile final : public readers::ByteStream {
 public:
  ArchivedFile(ArchiveWalk& walk, const readers::Member& member) : walk_(walk), member_(member) {}

  /// As the archive says: 0 where a zip was written without knowing it.
  std::uint64_t bytes() const { return member_.size; }

  std::size_t read(std::span<char> into) override;
  bool skip(std::uint64_t) override { return false; }
  std::uint64_t consumed() const override { return 0; }

 private:
  ArchiveWalk& walk_;
  const readers::Member& member_;
};

/// False: enough seen. Throws Unreadable.
using VisitArchived = std::function<bool(const std::string& name, ArchivedFile& content)>;

/// Passes every part of a checkpoint in the archive, in order. Throws Unreadable with NotFound;
/// with BadFormat when it is no archive, damaged or cut short; with Cancelled.
void walkArchive(const std::filesystem::path& file, const VisitArchived& visit, Progress& progress);

/// Whether one of the archive's first files is by its name a part of a checkpoint, or an archive
/// itself. False when it cannot be read. Reads little of a large archive.
bool holdsCheckpoint(const std::filesystem::path& archive);

}  // namespace timbre::checkpoint
