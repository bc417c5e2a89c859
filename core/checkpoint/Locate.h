/// Which checkpoint a path that a person gave means.
#pragma once

#include <filesystem>
#include <memory>

#include "checkpoint/Source.h"

namespace timbre::checkpoint {

struct Located {
  std::unique_ptr<Source> source;
  std::size_t index = 0;  ///< the member that is the index
};

/// As Bundle::open.
Result<Located> locate(const std::filesystem::path& place, Progress& progress);

}  // namespace timbre::checkpoint
