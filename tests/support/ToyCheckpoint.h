/// Checkpoints of networks of any size with numbers that tell where they come from.
#pragma once

#include "model/ModelConfig.h"
#include "support/BundleWriter.h"

namespace timbre::test {

inline std::size_t countOf(const model::Shape& shape) {
  std::size_t count = 1;
  for (const auto n : shape) count *= static_cast<std::size_t>(n);
  return count;
}

/// Different for each tensor and number, positive, exact in every float type.
inline std::vector<float> toyNumbers(const model::TensorSpec& spec, float scale = 1) {
  std::vector<float> numbers(countOf(spec.shape));
  std::size_t at = 0;
  for (const char c : spec.name) at += static_cast<unsigned char>(c);
  for (float& v : numbers) v = scale * static_cast<float>(++at % 97 + 1) / 128;
  return numbers;
}

inline model::WaveNetConfig toyWaveNet() {
  model::WaveNetConfig c;
  c.width = 3;
  c.skip = 4;
  c.layers = c.aeLayers = 2;
  c.stages = c.aeStages = 2;
  c.aeWidth = 2;
  c.z = 2;
  c.hop = 8;
  return c;
}

/// As training leaves it: the weights, their moving averages (half of them), Adam's slots, a
/// counter. `averages` false: neither averages nor slots.
inline BundleToWrite toyBundle(const model::ModelConfig& config, bool averages = true) {
  BundleToWrite bundle;
  for (const auto& spec : model::tensorsOf(config)) {
    bundle.tensors[spec.name] = tensor(spec.shape, toyNumbers(spec));
    if (!averages || !spec.trained) continue;
    bundle.tensors[spec.name + "/ExponentialMovingAverage"] =
        tensor(spec.shape, toyNumbers(spec, 0.5f));
    bundle.tensors[spec.name + "/Adam"] = tensor(spec.shape, toyNumbers(spec, -1));
    bundle.tensors[spec.name + "/Adam_1"] = tensor(spec.shape, toyNumbers(spec, -2));
  }
  bundle.tensors["global_step"] = {{}, std::string("\x40\x0d\x03\x00", 4), 3};
  return bundle;
}

}  // namespace timbre::test
