#include "base/AtomicFile.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <mutex>
#include <optional>
#include <regex>
#include <set>
#include <string>

#include "base/FileHandle.h"
#include "base/Files.h"
#include "base/Log.h"
#include "base/UnfinishedFiles.h"

namespace timbre {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestEnding = 16;
constexpr std::size_t kShortName = 40;  // every file system takes names of this many bytes

tl::unexpected<Error> unwritable(const fs::path& target, std::error_code reason) {
  return tl::unexpected(cannotWrite(target, reason));
}

/// The first bytes of a name, at most so many; no character is cut in two.
std::string beginning(const std::string& name, std::size_t most) {
  if (name.size() <= most) return name;
  while (most > 0 && (static_cast<unsigned char>(name[most]) & 0xc0u) == 0x80) --most;
  return name.substr(0, most);
}

/// Beside the target, so that the rename stays on one file system; the ending is kept, since some
/// writers go by it. No longer than the target's own name, if that is not short: the system may
/// allow no longer one.
fs::path partPath(const fs::path& target) {
  static std::atomic<unsigned> serial{0};
  std::string ending = target.extension().string();
  if (ending.size() > kLongestEnding) ending.clear();
  const std::string mark =
      ".part" + std::to_string(::getpid()) + "-" + std::to_string(serial++) + ending;
  const std::size_t longest = std::max(target.filename().string().size(), kShortName);
  const std::size_t room = longest - std::min(longest, mark.size() + 1);
  return target.parent_path() / ("." + beginning(target.stem().string(), room) + mark);
}

bool isPartName(const std::string& name) {
  static const std::regex pattern(R"(\..*\.part[0-9]+-[0-9]+(\.[^./]*)?)");
  return name.starts_with('.') && name.find(".part") != name.npos &&
         std::regex_match(name, pattern);
}

/// Once for each folder.
void sweepOnce(const fs::path& folder) {
  static std::mutex mutex;
  static std::set<fs::path> swept;
  {
    const std::lock_guard lock(mutex);
    if (!swept.insert(folder).second) return;
  }
  sweepRemnants(folder);
}

struct Target {
  fs::path path;               ///< where links lead
  std::optional<mode_t> mode;  ///< of the file that is there
  bool inPlace = false;        ///< a pipe or device: nothing may take its place
};

/// Another name of a file that some process has open: "/dev/stdout".
bool isDescriptor(const fs::path& path) {
  const std::string name = path.string();
  return name.starts_with("/dev/std") || name.starts_with("/dev/fd/") || name.starts_with("/proc/");
}

/// Where a link leads that leads to no file yet.
fs::path endOfLinks(fs::path path) {
  constexpr int kMost = 40;  // as the system
  std::error_code code;
  for (int i = 0; i < kMost && fs::is_symlink(path, code); ++i)
    path = path.parent_path() / fs::read_symlink(path, code);
  return path;
}

Result<Target> lookAt(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    if (errno == ELOOP || errno == EACCES || errno == ENAMETOOLONG || errno == ENOTDIR)
      return unwritable(path, lastSystemError());
    return Target{endOfLinks(path), {}, false};
  }
  if (S_ISDIR(found.st_mode))
    return fail(ErrorCode::Internal,
                "Cannot write " + path.string() + ", which is a folder; choose another name");
  Target target{path, found.st_mode & 0777u, !S_ISREG(found.st_mode) || isDescriptor(path)};
  if (target.inPlace) return target;
  std::error_code code;
  if (const fs::path end = fs::canonical(path, code); !code && fs::is_symlink(path, code))
    target.path = end;
  return target;
}

/// `asNamed`: before its links were followed.
Result<void> checkPlace(const Target& target, const fs::path& asNamed) {
  const fs::path folder = target.path.has_parent_path() ? target.path.parent_path() : ".";
  if (!target.inPlace && !isFolder(folder))
    return fail(ErrorCode::Internal, "Cannot write " + asNamed.string() + ": there is no folder " +
                                         folder.string() + "; choose another or make it");
  const fs::path& changed = target.inPlace ? target.path : folder;
  if (::access(changed.c_str(), target.inPlace ? W_OK : W_OK | X_OK) != 0)
    return unwritable(asNamed, lastSystemError());
  return {};
}

/// Only after this is the content sure to be there when the name is.
SystemResult<void> finish(const fs::path& part, std::optional<mode_t> mode) {
  auto file = FileHandle::open(part, FileHandle::Mode::Read);
  if (!file) return tl::unexpected(file.error());
  if (mode && ::fchmod(file->descriptor(), *mode) != 0) return tl::unexpected(lastSystemError());
  return file->sync();
}

/// Into a pipe or device.
SystemResult<void> pour(const fs::path& from, const fs::path& into) {
  const auto source = FileHandle::open(from, FileHandle::Mode::Read);
  if (!source) return tl::unexpected(source.error());
  auto sink = FileHandle::open(into, FileHandle::Mode::Write);
  if (!sink) return tl::unexpected(sink.error());
  std::array<std::byte, 1 << 16> block{};
  for (std::uint64_t at = 0;;) {
    const auto got = source->readSome(at, block);
    if (!got) return tl::unexpected(got.error());
    if (*got == 0) return sink->close();
    if (auto put = sink->write(std::span(block).first(*got)); !put) return put;
    at += *got;
  }
}

Result<void> replace(const Target& target, const fs::path& part, const fs::path& asNamed) {
  if (target.inPlace) {
    const auto poured = pour(part, target.path);
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!poured) return unwritable(asNamed, poured.error());
    return {};
  }
  std::error_code code;
  if (const auto finished = finish(part, target.mode); !finished)
    code = finished.error();
  else
    fs::rename(part, target.path, code);
  if (!code) return {};
  std::error_code ignored;
  fs::remove(part, ignored);
  return unwritable(asNamed, code);
}

}  // namespace

Result<void> writeAtomically(const fs::path& target,
                             const std::function<Result<void>(const fs::path&)>& write) {
  const auto found = lookAt(target);
  if (!found) return tl::unexpected(found.error());
  if (const auto place = checkPlace(*found, target); !place) return place;
  const fs::path part =
      partPath(found->inPlace ? temporaryFolder() / target.filename() : found->path);
  if (!found->inPlace) sweepOnce(part.parent_path());
  const UnfinishedFile unfinished(part);
  if (const auto written = write(part); !written) {
    std::error_code ignored;
    fs::remove(part, ignored);
    return written;
  }
  return replace(*found, part, target);
}

Result<void> checkWritable(const fs::path& target) {
  const auto found = lookAt(target);
  if (!found) return tl::unexpected(found.error());
  return checkPlace(*found, target);
}

Result<void> writeBytesAtomically(const fs::path& target, std::span<const std::byte> bytes) {
  return writeAtomically(target, [&](const fs::path& part) -> Result<void> {
    errno = 0;
    std::ofstream file(part, std::ios::binary);
    // char is the stream's unit; std::byte may be read through it.
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return unwritable(target, lastSystemError());
    return {};
  });
}

Error cannotWrite(const fs::path& target, std::error_code reason) {
  const std::string why = reason ? " (" + reason.message() + ")" : "";
  return {ErrorCode::Internal, "Cannot write " + target.string() + why +
                                   "; choose a folder with write permission and free space"};
}

bool isDiskFull(const Error& error) {
  return std::ranges::any_of(std::array{ENOSPC, EDQUOT}, [&](int code) {
    const std::string said = "(" + std::generic_category().message(code) + ")";
    return error.message.find(said) != std::string::npos;
  });
}

void sweepRemnants(const fs::path& folder) {
  constexpr auto kDay = std::chrono::hours(24);
  constexpr std::size_t kMost = 100'000;  // entries looked at: a larger folder is swept in part
  std::error_code code;
  const auto now = fs::file_time_type::clock::now();
  std::size_t seen = 0;
  for (fs::directory_iterator at(folder.empty() ? "." : folder, code), end;
       !code && at != end && seen < kMost; at.increment(code), ++seen) {
    const fs::path& path = at->path();
    std::error_code gone;
    if (!isPartName(path.filename().string()) || !at->is_regular_file(gone)) continue;
    const auto written = at->last_write_time(gone);
    if (gone || now - written < kDay) continue;
    if (fs::remove(path, gone))
      logInfo("Removed " + path.string() + ", left over from an interrupted process");
  }
}

Result<std::string> readBytes(const fs::path& path, std::uintmax_t limit) {
  const auto size = sizeOf(path);
  if (!size) return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  if (*size > limit)
    return fail(ErrorCode::BadFormat, path.string() + " is too large for a file of this kind");
  std::string bytes(*size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorCode::NotFound, "Cannot open " + path.string() + "; check its permissions");
  file.read(bytes.data(), static_cast<std::streamsize>(*size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace timbre
