#include "base/FreeName.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/Files.h"

namespace timbre {

std::filesystem::path freeName(const std::filesystem::path& folder, std::string stem,
                               const std::string& ending) {
  std::ranges::replace(stem, '/', '_');
  std::filesystem::path file = folder / (stem + ending);
  for (int number = 2; pathExists(file); ++number)
    file = folder / fmt::format("{} ({}){}", stem, number, ending);
  return file;
}

}  // namespace timbre
