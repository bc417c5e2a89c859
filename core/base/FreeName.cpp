#include "base/FreeName.h"

#include <algorithm>

#include "base/Files.h"

namespace timbre {

std::filesystem::path freeName(const std::filesystem::path& folder, std::string stem,
                               const std::string& ending) {
  std::ranges::replace(stem, '/', '_');
  std::filesystem::path file = folder / (stem + ending);
  for (int number = 2; pathExists(file); ++number)
    file = folder / (stem + " (" + std::to_string(number) + ")" + ending);
  return file;
}

}  // namespace timbre
