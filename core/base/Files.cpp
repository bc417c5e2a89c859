#include "base/Files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace timbre {
namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> cannotMake(const fs::path& folder, const std::string& why) {
  return fail(ErrorCode::Internal, "Cannot make the folder " + folder.string() + " (" + why +
                                       "); choose a folder with write permission");
}

std::string reasonOf(int code) {
  return std::generic_category().message(code);
}

}  // namespace

bool pathExists(const fs::path& path) {
  std::error_code code;
  return fs::exists(path, code);
}

bool isFolder(const fs::path& path) {
  std::error_code code;
  return fs::is_directory(path, code);
}

bool isFile(const fs::path& path) {
  std::error_code code;
  return fs::is_regular_file(path, code);
}

std::optional<std::uintmax_t> sizeOf(const fs::path& path) {
  std::error_code code;
  if (!fs::is_regular_file(path, code)) return {};
  const auto size = fs::file_size(path, code);
  return code ? std::nullopt : std::optional(size);
}

Result<std::vector<fs::path>> entriesOf(const fs::path& folder, std::size_t most) {
  std::vector<fs::path> entries;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end && entries.size() < most;
       at.increment(code))
    entries.push_back(at->path());
  if (code == std::errc::no_such_file_or_directory)
    return fail(ErrorCode::NotFound, "No folder " + folder.string() + "; check the path");
  if (code)
    return fail(ErrorCode::Internal, "Cannot read the folder " + folder.string() + " (" +
                                         code.message() + "); check its permissions");
  std::sort(entries.begin(), entries.end());
  return entries;
}

Result<void> makeFolders(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (isFolder(folder)) return {};
  return cannotMake(folder, code ? code.message() : "a file has that name");
}

Result<void> checkFolderCanBeMade(const fs::path& folder) {
  constexpr std::size_t kLongestName = 255;  // bytes, of every usual file system
  // The lowest that is there; the system cannot judge the names of what will lie in others.
  fs::path at = folder.has_filename() ? folder : folder.parent_path();
  struct stat found {};
  while (!at.empty() && ::stat(at.c_str(), &found) != 0) {
    if (errno != ENOENT) return cannotMake(folder, reasonOf(errno));
    if (::lstat(at.c_str(), &found) == 0) return cannotMake(folder, at.string() + " leads nowhere");
    if (at.filename().string().size() > kLongestName)
      return cannotMake(folder, reasonOf(ENAMETOOLONG));
    at = at.parent_path();
  }
  if (at.empty())
    at = ".";
  else if (!S_ISDIR(found.st_mode))
    return cannotMake(folder, at.string() + " is a file");
  if (::access(at.c_str(), W_OK | X_OK) == 0) return {};
  const int why = errno;
  if (at != folder) return cannotMake(folder, reasonOf(why));
  return fail(ErrorCode::Internal, "Cannot write into the folder " + folder.string() + " (" +
                                       reasonOf(why) + "); choose a folder with write permission");
}

fs::path resolved(const fs::path& path) {
  std::error_code code;
  const fs::path whole = fs::absolute(path, code);
  if (code) return path;
  const fs::path found = fs::weakly_canonical(whole, code);
  return code ? whole.lexically_normal() : found;
}

bool isSameFile(const fs::path& a, const fs::path& b) {
  std::error_code code;
  if (fs::equivalent(a, b, code)) return true;
  return !pathExists(a) && !pathExists(b) && resolved(a) == resolved(b);
}

fs::path temporaryFolder() {
  std::error_code code;
  const fs::path folder = fs::temp_directory_path(code);
  return code ? fs::path("/tmp") : folder;
}

}  // namespace timbre
