/// The checkpoint of a training: its parameter vectors, and the metadata beside them. Needs
/// LibTorch.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/Result.h"
#include "model/ModelConfig.h"
#include "training/learner/ParameterStore.h"

namespace timbre::training {

struct SavedState {
  ParameterStore vectors;  ///< on the CPU
  std::int64_t steps = 0;  ///< taken
  std::map<std::string, std::string> metadata;
};

/// Written atomically, with `metadata` and "config" and "step". Throws what LibTorch throws.
Result<void> writeState(const std::filesystem::path& path, ParameterStore& vectors,
                        std::int64_t steps, const model::ModelConfig& config,
                        std::map<std::string, std::string> metadata);

/// BadFormat, naming the file, when it is damaged, of another configuration or another "recipe", or
/// holds numbers that are not finite.
Result<SavedState> readState(const std::filesystem::path& path, const model::ModelConfig& config,
                             const std::string& recipe, std::int64_t numbers);

}  // namespace timbre::training
