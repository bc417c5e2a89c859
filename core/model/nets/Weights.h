/// A network's numbers as tensors, under the released checkpoint's names and in its layouts. Needs
/// LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"

namespace timbre::model::nets {

/// By name; float32, contiguous, one for each tensorsOf(config).
using Weights = std::map<std::string, at::Tensor, std::less<>>;

/// On the CPU. BadFormat names the first tensor that is missing, of another shape, or holds a
/// number that is not finite (or, as a variance, is negative).
Result<Weights> readWeights(const SafeTensors& file, const ModelConfig& config);

/// A weights file that has been read whole.
template <class Config>
struct OpenedWeights {
  SafeTensors file;
  Config config;
  Weights weights;
};

/// The file at `path`, which must hold a network of this kind (WaveNetConfig or BaselineConfig).
/// NotFound, or BadFormat as SafeTensors::open, configOf and readWeights, or when it holds the
/// other kind.
template <class Config>
Result<OpenedWeights<Config>> openWeights(const std::filesystem::path& path);

/// Weights that are not trained yet, the same for the same seed on every machine. WaveNet: uniform
/// within sqrt(3 / (taps * in)), biases zero; baseline: Glorot's, the pitch table normal.
/// `quietBranches` scales the WaveNet's residual branches by 0.3 and its skips by 1 / sqrt(layers):
/// deep stacks learn much sooner; the paper did not do this.
Weights freshWeights(const ModelConfig& config, std::uint64_t seed, bool quietBranches);

/// Atomically, from any device. `metadata` is added to "config". Internal when the file cannot be
/// written.
Result<void> writeWeights(const std::filesystem::path& path, const Weights& weights,
                          const ModelConfig& config,
                          std::map<std::string, std::string> metadata = {});

}  // namespace timbre::model::nets
