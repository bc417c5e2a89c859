/// A folder of its own for one test, gone afterwards.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace timbre::test {

/// In memory where there is plenty of it: tests write thousands of files, and a disk is slow.
inline std::filesystem::path temporaryPlace() {
  constexpr std::uintmax_t kPlenty = std::uintmax_t{4} << 30;
  std::error_code none;
  const auto memory = std::filesystem::space("/dev/shm", none);
  if (!std::getenv("TMPDIR") && !none && memory.available > kPlenty) return "/dev/shm";
  return std::filesystem::temp_directory_path();
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (temporaryPlace() / "timbre-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline void writeText(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

inline std::string textOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// How many entries, hidden ones too: a writer that failed must leave none behind.
inline long entriesIn(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

/// A path that cannot be written even by root: its folder is a file.
inline std::filesystem::path belowAFile(const TemporaryFolder& folder) {
  writeText(folder / "file", "not a folder");
  return folder / "file" / "below";
}

}  // namespace timbre::test
