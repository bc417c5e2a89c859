#include "base/Files.h"

#include <algorithm>

namespace timbre {
namespace fs = std::filesystem;

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
  const std::string why = code ? code.message() : "a file has that name";
  return fail(ErrorCode::Internal, "Cannot make the folder " + folder.string() + " (" + why +
                                       "); choose a folder with write permission");
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
