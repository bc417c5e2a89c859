#include "model/harmonic/HarmonicWeights.h"

#include <nlohmann/json.hpp>
#include <string>

#include "model/EncoderHash.h"
#include "model/harmonic/HarmonicVoice.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kMostHidden = 65536;

}  // namespace

Result<HarmonicConfig> readConfig(const SafeTensors& file) {
  const std::string name = file.path().string();
  const auto text = file.metadata().find("config");
  const auto json = text == file.metadata().end()
                        ? nlohmann::json()
                        : nlohmann::json::parse(text->second, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::BadFormat, name + ": The model's configuration is not a JSON object");
  HarmonicConfig config;
  const auto hidden = json.find("hidden");
  if (hidden == json.end() || !hidden->is_number_integer() || *hidden < 1 || *hidden > kMostHidden)
    return fail(ErrorCode::BadFormat,
                name + ": The model's configuration has no \"hidden\" from 1 to " +
                    std::to_string(kMostHidden));
  config.hidden = hidden->get<int>();
  const auto encoder = json.find("encoder");
  if (encoder == json.end())
    return fail(ErrorCode::BadFormat, name + ": The model's configuration lacks its \"encoder\"");
  const auto parsed =
      parseConfig(encoder->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace), name);
  if (!parsed) return tl::unexpected(parsed.error());
  const auto* waveNet = std::get_if<WaveNetConfig>(&*parsed);
  if (!waveNet || waveNet->hop % 512 != 0)
    return fail(ErrorCode::Unsupported, name +
                                            ": This decoder needs a WaveNet's embeddings with one "
                                            "frame per 512 samples or a multiple of that");
  config.encoder = *waveNet;
  return config;
}

Result<void> describeHarmonic(const SafeTensors& file, ModelCard& card) {
  const auto config = readConfig(file);
  if (!config) return tl::unexpected(config.error());
  const auto network = ParameterNetwork::read(file, config->encoder.z, config->hidden);
  if (!network) return tl::unexpected(network.error());
  auto hash = encoderHash(file);
  if (!hash) return tl::unexpected(hash.error());
  card.title = "Harmonic plus noise, compact (ours, not the paper's)";
  card.hop = config->encoder.hop;
  card.channels = config->encoder.z;
  card.encoder = std::move(*hash);
  card.streams = card.previews = true;
  card.pitchConditioned = card.unpitchedToo = card.higherRates = true;
  card.parameters = network->parameters();
  return {};
}

}  // namespace timbre::model::harmonic
