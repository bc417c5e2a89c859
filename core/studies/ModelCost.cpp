#include "studies/ModelCost.h"

#include <charconv>

#include "model/SafeTensors.h"

namespace timbre::studies {
namespace {

ModelCost costOf(const model::WaveNetConfig& c) {
  const double rate = kModelRate.hz, w = c.width, s = c.skip, a = c.aeWidth;
  const double encoder = 3 * a + c.aeLayers * 4 * a * a + a * c.z;  // a sample
  const double decoder =
      3 * w + w * s + c.layers * (3 * w * 2 * w + w * w + w * s) + s * s + s * 256;
  const double conditions = c.condition() * (c.layers * 2 * w + s) / c.hop;  // once per frame
  return {rate * encoder, rate * (decoder + conditions)};
}

ModelCost costOf(const model::BaselineConfig& c) {
  constexpr double kSeconds = static_cast<double>(kNoteSamples) / kModelRate.hz;
  ModelCost cost;
  double height = 512, width = 256, in = 1;
  for (const auto& layer : model::kBaselineEncoder) {
    height /= layer.strideHeight;
    width = width > 1 ? width / layer.strideWidth : 1;
    const int out = layer.channels / c.divide;
    cost.encode += height * width * layer.kernel * layer.kernel * in * out;
    in = out;
  }
  cost.encode += in * c.z;
  height = width = 1;
  in = c.condition();
  for (const auto& layer : model::kBaselineDecoder) {
    const int out = layer.channels / c.divide;
    cost.decode += height * width * layer.kernel * layer.kernel * in * out;
    height *= layer.strideHeight;
    width *= layer.strideWidth;
    in = out;
  }
  cost.decode += height * width * in;
  return {cost.encode / kSeconds, cost.decode / kSeconds};
}

}  // namespace

ModelCost costOf(const model::ModelConfig& config) {
  return std::visit([](const auto& sizes) { return costOf(sizes); }, config);
}

std::optional<std::int64_t> trainingSteps(const model::ModelCard& card) {
  const auto file = model::SafeTensors::open(card.file);
  if (!file) return {};
  const auto step = file->metadata().find("step");
  if (step == file->metadata().end()) return {};
  std::int64_t steps = 0;
  const auto& text = step->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), steps);
  return read.ec == std::errc() ? std::optional(steps) : std::nullopt;
}

}  // namespace timbre::studies
