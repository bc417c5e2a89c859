/// A weights file of the harmonic-plus-noise model with a tiny encoder and numbers that look
/// random.
#pragma once

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/harmonic/ParameterNetwork.h"

namespace timbre::test {

inline constexpr model::WaveNetConfig kTinyEncoder{.width = 4,
                                                   .skip = 4,
                                                   .layers = 4,
                                                   .stages = 4,
                                                   .aeWidth = 4,
                                                   .aeLayers = 4,
                                                   .aeStages = 4,
                                                   .z = 2,
                                                   .hop = 512,
                                                   .pitchConditioned = true};
inline constexpr int kTinyHidden = 3;

inline std::vector<model::TensorSpec> tinyHarmonicTensors() {
  std::vector<model::TensorSpec> specs;
  for (const auto& spec : model::tensorsOf(kTinyEncoder))
    if (spec.name.starts_with("ae_")) specs.push_back(spec);
  const std::int64_t inputs =
      model::harmonic::kContext * (kTinyEncoder.z + 1) + model::harmonic::kPitchInputs;
  const std::int64_t sizes[] = {inputs, kTinyHidden, kTinyHidden, model::harmonic::kOutputs};
  for (int i = 1; i <= 3; ++i) {
    const std::string name = "harmonic_" + std::to_string(i);
    specs.push_back({name + "/W", {sizes[i - 1], sizes[i]}});
    specs.push_back({name + "/biases", {sizes[i]}});
  }
  specs.push_back({"harmonic_embedding/mean", {kTinyEncoder.z}});
  specs.push_back({"harmonic_embedding/deviation", {kTinyEncoder.z}});
  return specs;
}

inline std::string tinyHarmonicConfig() {
  return R"({"kind": "harmonic", "hidden": )" + std::to_string(kTinyHidden) + R"(, "encoder": )" +
         model::toJson(kTinyEncoder) + "}";
}

/// `gain` multiplies every number but the deviations.
inline void writeTinyHarmonic(const std::filesystem::path& path,
                              const std::vector<model::TensorSpec>& specs = tinyHarmonicTensors(),
                              const std::string& config = tinyHarmonicConfig(), float gain = 1) {
  std::map<std::string, std::vector<float>> numbers;
  std::map<std::string, model::TensorView> views;
  for (const auto& spec : specs) {
    std::int64_t count = 1;
    for (const auto size : spec.shape) count *= size;
    auto& values = numbers[spec.name];
    for (std::int64_t i = 0; i < count; ++i)
      values.push_back(gain * 0.4F *
                       static_cast<float>(std::sin(12.9898 * static_cast<double>(i + 1))));
    if (spec.name.ends_with("deviation")) values.assign(values.size(), 1);
    views[spec.name] = {spec.shape, values};
  }
  (void)model::writeSafeTensors(path, views, {{"config", config}});
}

}  // namespace timbre::test
