#include "model/catalogue/NsynthModels.h"

#include <string>

#include "base/CountText.h"
#include "model/Autoencoder.h"
#include "model/EncoderHash.h"
#include "model/ModelConfig.h"
#include "model/PostFilterWeights.h"

namespace timbre::model {
namespace {

std::string titleOf(const std::string& name, bool paper, const std::string& size,
                    bool pitchConditioned) {
  return name + (paper ? ", full size (" : ", compact (") + size +
         (pitchConditioned ? ", pitch-conditioned)" : ", unconditioned)");
}

}  // namespace

Result<void> describeWaveNet(const SafeTensors& file, ModelCard& card) {
  const auto config = configOf(file);
  if (!config) return tl::unexpected(config.error());
  const auto& c = std::get<WaveNetConfig>(*config);
  const auto hidden = postFilterHidden(file, c);
  if (!hidden) return tl::unexpected(hidden.error());
  auto encoder = encoderHash(file);
  if (!encoder) return tl::unexpected(encoder.error());
  card.encoder = std::move(*encoder);
  card.title =
      titleOf("WaveNet", c.width >= WaveNetConfig{}.width,
              std::to_string(c.width) + " x " + countText(c.layers, "layer"), c.pitchConditioned);
  card.hop = c.hop;
  card.channels = c.z;
  card.streams = card.costly = card.samples = true;
  card.pitchConditioned = c.pitchConditioned;
  card.postFilter = hidden->has_value();
  card.parameters = parametersOf(*config);
  return {};
}

Result<void> describeBaseline(const SafeTensors& file, ModelCard& card) {
  const auto config = configOf(file);
  if (!config) return tl::unexpected(config.error());
  const auto& c = std::get<BaselineConfig>(*config);
  card.title = titleOf("Baseline", c.divide == 1, countText(c.z, "number") + " per note",
                       c.pitchConditioned);
  card.hop = 0;
  card.channels = c.z;
  card.fixedSamples = kNoteSamples;
  card.previews = true;
  card.iterations = DecodeOptions{}.griffinLimIterations;
  card.pitchConditioned = c.pitchConditioned;
  card.parameters = parametersOf(*config);
  return {};
}

}  // namespace timbre::model
