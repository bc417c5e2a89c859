#include "model/wavenet/WaveNetWeights.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace timbre::model::wavenet {

namespace {

/// Reads one affine map after another and remembers the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const SafeTensors& file) : file_(file) {}

  sampler::Affine affine(const std::string& name) {
    sampler::Affine out;
    const auto kernel = file_.tensors().find(name + "/W");
    if (kernel == file_.tensors().end() || kernel->second.shape.size() != 4)
      return failed({ErrorCode::BadFormat, file_.path().string() + " has no tensor " + name +
                                               "/W with four axes; export the weights again"});
    const Shape& shape = kernel->second.shape;
    auto weight = file_.floats(name + "/W");
    auto bias = file_.floats(name + "/biases", {shape[3]});
    if (!weight || !bias) return failed(weight ? bias.error() : weight.error());
    return {static_cast<int>(shape[1]), static_cast<int>(shape[2]), static_cast<int>(shape[3]),
            std::move(*weight), std::move(*bias)};
  }
  /// name_1 to name_layers.
  std::vector<sampler::Affine> affines(const std::string& name, int layers) {
    std::vector<sampler::Affine> out;
    for (int i = 1; i <= layers && error_.message.empty(); ++i)
      out.push_back(affine(name + "_" + std::to_string(i)));
    return out;
  }
  template <class Weights>
  Result<Weights> finished(Weights&& weights) const {
    if (error_.message.empty()) return std::forward<Weights>(weights);
    return tl::unexpected(error_);
  }

 private:
  sampler::Affine failed(Error error) {
    if (error_.message.empty()) error_ = std::move(error);
    return {};
  }

  const SafeTensors& file_;
  Error error_;
};

}  // namespace

Result<OpenedWaveNet> openWaveNet(const std::filesystem::path& path) {
  auto file = SafeTensors::open(path);
  if (!file) return tl::unexpected(std::move(file.error()));
  const auto config = configOf(*file);
  if (!config) return tl::unexpected(config.error());
  const auto* waveNet = std::get_if<WaveNetConfig>(&*config);
  if (!waveNet)
    return fail(ErrorCode::BadFormat,
                path.string() + " holds another kind of model now; reload the list of models");
  return OpenedWaveNet{std::move(*file), *waveNet};
}

Result<sampler::DecoderWeights> decoderWeights(const SafeTensors& file,
                                               const WaveNetConfig& config) {
  Reader read(file);
  sampler::DecoderWeights out;
  out.shape = {.width = config.width,
               .skip = config.skip,
               .layers = config.layers,
               .stages = config.stages,
               .condition = config.condition(),
               .hop = config.hop};
  out.startconv = read.affine("startconv");
  out.skipStart = read.affine("skip_start");
  out.dilatedconv = read.affines("dilatedconv", config.layers);
  out.condMap = read.affines("cond_map", config.layers);
  out.res = read.affines("res", config.layers);
  out.skipLayers = read.affines("skip", config.layers);
  out.out1 = read.affine("out1");
  out.condMapOut1 = read.affine("cond_map_out1");
  out.logits = read.affine("logits");
  return read.finished(std::move(out));
}

Result<encoder::EncoderWeights> encoderWeights(const SafeTensors& file,
                                               const WaveNetConfig& config) {
  Reader read(file);
  encoder::EncoderWeights out;
  out.shape = {.width = config.aeWidth,
               .layers = config.aeLayers,
               .stages = config.aeStages,
               .z = config.z,
               .hop = config.hop};
  out.start = read.affine("ae_startconv");
  out.dilated = read.affines("ae_dilatedconv", config.aeLayers);
  out.res = read.affines("ae_res", config.aeLayers);
  out.bottleneck = read.affine("ae_bottleneck");
  return read.finished(std::move(out));
}

std::vector<float> decoderFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                 double pitch) {
  const auto width = static_cast<std::size_t>(config.condition());
  std::vector<float> frames(static_cast<std::size_t>(z.frames) * width, 0.0f);
  for (int f = 0; f < z.frames; ++f) {
    float* const frame = frames.data() + static_cast<std::size_t>(f) * width;
    std::copy_n(z.frame(f).begin(), z.channels, frame);
    if (config.pitchConditioned) frame[config.z + std::clamp(std::lround(pitch), 0L, 127L)] = 1;
  }
  return frames;
}

}  // namespace timbre::model::wavenet
