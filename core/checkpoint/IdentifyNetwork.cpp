#include "checkpoint/IdentifyNetwork.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/CountText.h"

namespace timbre::checkpoint {

namespace {

constexpr std::string_view kAverage = "/ExponentialMovingAverage";
constexpr int kPitches = 128;

std::string plainName(std::string_view stored) {
  if (stored.ends_with(kAverage)) stored.remove_suffix(kAverage.size());
  return std::string(stored);
}

bool holds(const TensorBundle& bundle, std::string_view plain) {
  return bundle.tensors().contains(plain) ||
         bundle.tensors().contains(std::string(plain) + std::string(kAverage));
}

/// One size of a tensor's shape, of the plain or the averaged one; 0 when it cannot be told.
int sizeOf(const TensorBundle& bundle, const std::string& plain, std::size_t axis) {
  auto found = bundle.tensors().find(plain);
  if (found == bundle.tensors().end()) found = bundle.tensors().find(plain + std::string(kAverage));
  if (found == bundle.tensors().end() || found->second.shape.size() <= axis) return 0;
  return static_cast<int>(std::min<std::int64_t>(found->second.shape[axis], 1 << 20));
}

/// The highest i of "dilatedconv_i/W".
int layersOf(const TensorBundle& bundle, std::string_view stem) {
  int highest = 0;
  for (const auto& [stored, tensor] : bundle.tensors()) {
    const std::string name = plainName(stored);
    if (!name.starts_with(stem) || !name.ends_with("/W")) continue;
    const char* const end = name.data() + name.size() - 2;
    int i = 0;
    const auto parsed = std::from_chars(name.data() + stem.size(), end, i);
    if (parsed.ptr == end && parsed.ec == std::errc()) highest = std::max(highest, i);
  }
  return highest;
}

model::WaveNetConfig waveNetOf(const TensorBundle& bundle, const ImportOptions& options) {
  model::WaveNetConfig c;
  c.width = sizeOf(bundle, "startconv/W", 3);
  c.skip = sizeOf(bundle, "skip_start/W", 3);
  c.layers = layersOf(bundle, "dilatedconv_");
  c.aeWidth = sizeOf(bundle, "ae_startconv/W", 3);
  c.aeLayers = layersOf(bundle, "ae_dilatedconv_");
  c.z = sizeOf(bundle, "ae_bottleneck/W", 3);
  c.stages = c.aeStages = options.stages;
  c.hop = options.hop;
  c.pitchConditioned = sizeOf(bundle, "cond_map_1/W", 2) == c.z + kPitches;
  return c;
}

/// A divisor that is none becomes 0, which the check of the sizes refuses.
model::BaselineConfig baselineOf(const TensorBundle& bundle) {
  model::BaselineConfig c;
  const int first = sizeOf(bundle, "encoder/0_Layer/0/weights", 3);
  const int paper = model::kBaselineEncoder[0].channels;
  c.divide = first > 0 && paper % first == 0 ? paper / first : 0;
  c.z = sizeOf(bundle, "encoder/z_Layer/z/weights", 3);
  c.pitchConditioned = holds(bundle, "decoder/PitchEmbedding/embedding_weights");
  return c;
}

std::string where(const TensorBundle& bundle) {
  return bundle.place().string() + ": " + bundle.name();
}

/// The tensors that tell the sizes, in the order in which somebody would look for them.
Result<void> expectTellers(const TensorBundle& bundle, bool waveNet) {
  static const std::vector<std::string> kWaveNet{
      "ae_startconv/W", "ae_dilatedconv_1/W", "ae_bottleneck/W", "startconv/W",
      "skip_start/W",   "dilatedconv_1/W",    "cond_map_1/W"};
  static const std::vector<std::string> kBaseline{"encoder/0_Layer/0/weights",
                                                  "encoder/z_Layer/z/weights"};
  for (const auto& name : waveNet ? kWaveNet : kBaseline) {
    if (!holds(bundle, name))
      return fail(ErrorCode::BadFormat,
                  where(bundle) + " lacks the tensor " + name + ", which every " +
                      (waveNet ? "WaveNet autoencoder" : "baseline autoencoder") +
                      " has; choose a checkpoint of the whole network");
    if (sizeOf(bundle, name, 3) < 1)
      return fail(ErrorCode::BadFormat,
                  where(bundle) + ": Tensor " + name +
                      " does not have four axes; choose a checkpoint of an NSynth network");
  }
  return {};
}

Result<model::ModelConfig> configOf(const TensorBundle& bundle, const ImportOptions& options) {
  const bool waveNet = holds(bundle, "startconv/W") || holds(bundle, "ae_startconv/W");
  const bool baseline =
      holds(bundle, "encoder/0_Layer/0/weights") || holds(bundle, "decoder/0_Layer/0/weights");
  if (!waveNet && !baseline) {
    const auto& tensors = bundle.tensors();
    return fail(ErrorCode::Unsupported,
                where(bundle) + " is a different model (" + countText(tensors.size(), "tensor") +
                    (tensors.empty() ? "" : ", first " + tensors.begin()->first) +
                    "); choose NSynth's WaveNet or baseline autoencoder");
  }
  if (auto there = expectTellers(bundle, waveNet); !there) return tl::unexpected(there.error());
  // Read back from its own text, so that the sizes are held to the same limits as a file's.
  const model::ModelConfig sizes = waveNet ? model::ModelConfig(waveNetOf(bundle, options))
                                           : model::ModelConfig(baselineOf(bundle));
  auto config = model::parseConfig(model::toJson(sizes), where(bundle));
  if (!config) config.error().message += "; choose a checkpoint of an NSynth network";
  return config;
}

/// Where a tensor is stored; empty when it is not.
std::string storedName(const TensorBundle& bundle, const model::TensorSpec& spec, bool averages) {
  std::string name = spec.name;
  if (averages && spec.trained) name += kAverage;
  return bundle.tensors().contains(name) ? name : std::string();
}

}  // namespace

Result<IdentifiedNetwork> identifyNetwork(const TensorBundle& bundle,
                                          const ImportOptions& options) {
  const auto config = configOf(bundle, options);
  if (!config) return tl::unexpected(config.error());
  IdentifiedNetwork network{*config, model::tensorsOf(*config), {}, options.averages};
  const auto& specs = network.tensors;
  if (!options.averages)
    network.averages = std::all_of(specs.begin(), specs.end(), [&](const auto& spec) {
      return !spec.trained || !bundle.tensors().contains(spec.name);
    });
  for (const auto& spec : specs) {
    const auto name = storedName(bundle, spec, network.averages);
    if (name.empty())
      return fail(ErrorCode::BadFormat,
                  where(bundle) + " lacks the " +
                      (network.averages && spec.trained ? "moving average of the " : "") +
                      "tensor " + spec.name + " of shape " + model::describe(spec.shape) + "; " +
                      (options.averages ? "import without the moving averages, or " : "") +
                      "choose a checkpoint of the whole network");
    const auto& shape = bundle.tensors().find(name)->second.shape;
    if (shape != spec.shape)
      return fail(ErrorCode::BadFormat, where(bundle) + ": Tensor " + name + " has the shape " +
                                            model::describe(shape) + " where this network has " +
                                            model::describe(spec.shape) +
                                            "; choose a checkpoint of an NSynth network");
    network.stored.push_back(name);
  }
  return network;
}

}  // namespace timbre::checkpoint
