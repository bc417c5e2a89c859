/// Which checkpoint a path that a person gave means.
#pragma once

#include <filesystem>
#include <memory>

#include "checkpoint/Source.h"

namespace timbre::checkpoint {

struct FoundCheckpoint {
  std::unique_ptr<Source> source;
  std::size_t index = 0;  ///< the member that is the index
};

/// As TensorBundle::open.
Result<FoundCheckpoint> findCheckpoint(const std::filesystem::path& place, Progress& progress);

}  // namespace timbre::checkpoint
