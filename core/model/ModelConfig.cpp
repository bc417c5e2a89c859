#include "model/ModelConfig.h"

#include <nlohmann/json.hpp>

#include "base/Units.h"

namespace timbre::model {

using nlohmann::json;

namespace {

/// Reads the sizes one after another and remembers the first thing that is wrong.
class Fields {
 public:
  Fields(const json& object, const std::string& origin) : object_(object), origin_(origin) {}

  int whole(const char* key, int least, int most) {
    const auto found = object_.find(key);
    if (found == object_.end()) return wrong(std::string("lacks \"") + key + "\""), least;
    if (!found->is_number_integer() || *found < least || *found > most)
      return wrong(std::string("has ") + found->dump().substr(0, 40) + " for \"" + key +
                   "\", not a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most)),
             least;
    return found->get<int>();
  }

  bool flag(const char* key) {
    const auto found = object_.find(key);
    if (found == object_.end()) return false;
    if (!found->is_boolean())
      return wrong(std::string("needs true or false for \"") + key + "\""), false;
    return found->get<bool>();
  }

  /// The one value that this program can compute with.
  void only(const char* key, int value) {
    const auto found = object_.find(key);
    if (found == object_.end()) return wrong(std::string("lacks \"") + key + "\"");
    if (*found != value)
      wrong(std::string("asks for ") + found->dump().substr(0, 40) + " as \"" + key + "\"; only " +
                std::to_string(value) + " is supported",
            ErrorCode::Unsupported);
  }

  Result<ModelConfig> finished(const ModelConfig& config) const {
    if (error_.message.empty()) return config;
    return tl::unexpected(error_);
  }

 private:
  void wrong(const std::string& what, ErrorCode code = ErrorCode::BadFormat) {
    if (error_.message.empty()) error_ = {code, origin_ + ": The model's configuration " + what};
  }

  const json& object_;
  std::string origin_;
  Error error_;
};

Result<ModelConfig> parseWaveNet(Fields fields) {
  WaveNetConfig c;
  c.width = fields.whole("width", 1, 4096);
  c.skip = fields.whole("skip", 1, 4096);
  c.layers = fields.whole("layers", 1, 200);
  c.stages = fields.whole("stages", 1, 14);
  c.aeWidth = fields.whole("ae_width", 1, 4096);
  c.aeLayers = fields.whole("ae_layers", 1, 200);
  c.aeStages = fields.whole("ae_stages", 1, 14);
  c.z = fields.whole("z", 1, 4096);
  c.hop = fields.whole("hop", 1, 16384);
  c.pitchConditioned = fields.flag("pitch_conditioned");
  fields.only("classes", 256);
  fields.only("sample_rate", kModelRate.hz);
  return fields.finished(c);
}

Result<ModelConfig> parseBaseline(Fields fields) {
  BaselineConfig c;
  c.divide = fields.whole("divide", 1, 128);
  c.z = fields.whole("z", 1, 16384);
  c.pitchConditioned = fields.flag("pitch_conditioned");
  fields.only("fft", 1024);
  fields.only("hop", 256);
  fields.only("sample_rate", kModelRate.hz);
  auto finished = fields.finished(c);
  if (finished && 128 % c.divide != 0)
    return fail(ErrorCode::BadFormat, "The model's configuration divides the channels by " +
                                          std::to_string(c.divide) + ", which does not divide 128");
  return finished;
}

void addAffine(std::vector<TensorSpec>& out, const std::string& name, int taps, int in,
               int channels) {
  out.push_back({name + "/W", {1, taps, in, channels}});
  out.push_back({name + "/biases", {channels}});
}

std::vector<TensorSpec> tensorsOf(const WaveNetConfig& c) {
  std::vector<TensorSpec> out;
  addAffine(out, "ae_startconv", 3, 1, c.aeWidth);
  for (int i = 1; i <= c.aeLayers; ++i) {
    addAffine(out, "ae_dilatedconv_" + std::to_string(i), 3, c.aeWidth, c.aeWidth);
    addAffine(out, "ae_res_" + std::to_string(i), 1, c.aeWidth, c.aeWidth);
  }
  addAffine(out, "ae_bottleneck", 1, c.aeWidth, c.z);
  addAffine(out, "startconv", 3, 1, c.width);
  addAffine(out, "skip_start", 1, c.width, c.skip);
  for (int i = 1; i <= c.layers; ++i) {
    const std::string n = std::to_string(i);
    addAffine(out, "dilatedconv_" + n, 3, c.width, 2 * c.width);
    addAffine(out, "cond_map_" + n, 1, c.condition(), 2 * c.width);
    addAffine(out, "res_" + n, 1, c.width, c.width);
    addAffine(out, "skip_" + n, 1, c.width, c.skip);
  }
  addAffine(out, "out1", 1, c.skip, c.skip);
  addAffine(out, "cond_map_out1", 1, c.condition(), c.skip);
  addAffine(out, "logits", 1, c.skip, 256);
  return out;
}

/// `shape`: [height, width, in, out], for a transposed convolution [height, width, out, in].
void addNormalised(std::vector<TensorSpec>& out, std::string_view side, std::string_view scope,
                   const Shape& shape, int channels) {
  const std::string s(scope), prefix = std::string(side) + "/" + s + "_Layer/" + s + "/";
  out.push_back({prefix + "weights", shape});
  out.push_back({prefix + "BatchNorm/beta", {channels}});
  out.push_back({prefix + "BatchNorm/moving_mean", {channels}, false});
  out.push_back({prefix + "BatchNorm/moving_variance", {channels}, false});
}

std::vector<TensorSpec> tensorsOf(const BaselineConfig& c) {
  std::vector<TensorSpec> out;
  int in = 1;
  for (const auto& layer : kBaselineEncoder) {
    const int channels = layer.channels / c.divide;
    addNormalised(out, "encoder", layer.scope, {layer.kernel, layer.kernel, in, channels},
                  channels);
    in = channels;
  }
  addNormalised(out, "encoder", "z", {1, 1, in, c.z}, c.z);
  if (c.pitchConditioned) out.push_back({"decoder/PitchEmbedding/embedding_weights", {128, 128}});
  in = c.condition();
  for (const auto& layer : kBaselineDecoder) {
    const int channels = layer.channels / c.divide;
    addNormalised(out, "decoder", layer.scope, {layer.kernel, layer.kernel, channels, in},
                  channels);
    in = channels;
  }
  out.push_back({"decoder/mag_Layer/mag/weights", {1, 1, in, 1}});
  out.push_back({"decoder/mag_Layer/mag/biases", {1}});
  return out;
}

}  // namespace

int WaveNetConfig::encoderContext() const {
  int context = 1;  // ae_startconv
  for (int i = 0; i < aeLayers; ++i) context += 1 << (i % aeStages);
  return context;
}

Result<ModelConfig> parseConfig(std::string_view text, const std::string& origin) {
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object())
    return fail(ErrorCode::BadFormat, origin + ": The model's configuration is not a JSON object");
  const auto kind = object.find("kind");
  if (kind == object.end() || !kind->is_string())
    return fail(ErrorCode::BadFormat,
                origin + ": The model's configuration does not say its \"kind\"");
  if (*kind == "wavenet") return parseWaveNet(Fields(object, origin));
  if (*kind == "baseline") return parseBaseline(Fields(object, origin));
  return fail(ErrorCode::Unsupported,
              origin + ": This program does not know the model kind " + kind->dump().substr(0, 60));
}

std::string kindOf(const ModelConfig& config) {
  return std::holds_alternative<WaveNetConfig>(config) ? "wavenet" : "baseline";
}

std::string toJson(const ModelConfig& config) {
  if (const auto* b = std::get_if<BaselineConfig>(&config))
    return json{{"kind", "baseline"},
                {"divide", b->divide},
                {"z", b->z},
                {"fft", 1024},
                {"hop", 256},
                {"sample_rate", kModelRate.hz},
                {"pitch_conditioned", b->pitchConditioned}}
        .dump();
  const auto& w = std::get<WaveNetConfig>(config);
  return json{{"kind", "wavenet"},
              {"width", w.width},
              {"skip", w.skip},
              {"layers", w.layers},
              {"stages", w.stages},
              {"ae_width", w.aeWidth},
              {"ae_layers", w.aeLayers},
              {"ae_stages", w.aeStages},
              {"z", w.z},
              {"hop", w.hop},
              {"classes", 256},
              {"sample_rate", kModelRate.hz},
              {"pitch_conditioned", w.pitchConditioned}}
      .dump();
}

std::vector<TensorSpec> tensorsOf(const ModelConfig& config) {
  return std::visit([](const auto& sizes) { return tensorsOf(sizes); }, config);
}

std::int64_t parametersOf(const ModelConfig& config) {
  std::int64_t sum = 0;
  for (const auto& tensor : tensorsOf(config)) {
    std::int64_t count = 1;
    for (const auto size : tensor.shape) count *= size;
    if (tensor.trained) sum += count;
  }
  return sum;
}

Result<ModelConfig> configOf(const SafeTensors& file) {
  const auto text = file.metadata().find("config");
  if (text == file.metadata().end())
    return fail(ErrorCode::BadFormat,
                file.path().string() +
                    " has no \"config\" in its metadata, so it is not a model of this program");
  auto config = parseConfig(text->second, file.path().string());
  if (!config) return config;
  for (const auto& tensor : tensorsOf(*config))
    if (auto fits = file.expect(tensor.name, tensor.shape); !fits)
      return tl::unexpected(std::move(fits.error()));
  return config;
}

}  // namespace timbre::model
