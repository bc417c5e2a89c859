#include "base/StandardPaths.h"

#include <cstdlib>

namespace timbre {
namespace fs = std::filesystem;

namespace {

fs::path xdgFolder(const char* variable, const char* below) {
  const char* set = std::getenv(variable);
  if (set && *set == '/') return fs::path(set) / "timbrescope";
  const char* home = std::getenv("HOME");
  return fs::path(home ? home : "/tmp") / below / "timbrescope";
}

}  // namespace

fs::path programFolder() {
  std::error_code code;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  return code ? fs::path(".") : program.parent_path();
}

fs::path assetsFolder() {
  const fs::path installed = programFolder().parent_path() / "share" / "timbrescope";
  std::error_code code;
  return fs::is_directory(installed, code) ? installed : fs::path(TIMBRE_SOURCE_ASSETS);
}

fs::path userDataFolder() {
  return xdgFolder("XDG_DATA_HOME", ".local/share");
}
fs::path userCacheFolder() {
  return xdgFolder("XDG_CACHE_HOME", ".cache");
}
fs::path userStateFolder() {
  return xdgFolder("XDG_STATE_HOME", ".local/state");
}

}  // namespace timbre
