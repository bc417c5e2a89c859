#include "model/nets/Weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/Hash.h"

namespace timbre::model::nets {

namespace {

bool endsWith(std::string_view text, std::string_view end) {
  return text.ends_with(end);
}

/// Numbers that depend on nothing but the seed, the tensor's name and their place (SplitMix64).
class Draw {
 public:
  Draw(std::uint64_t seed, std::string_view name)
      : state_(hashOf(name, seed ^ 0x9e3779b97f4a7c15u)) {}
  /// In (0, 1).
  double uniform() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (static_cast<double>((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
  }
  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

/// Half the width of the uniform distribution a kernel begins with; 0 for what begins at zero.
double boundOf(const TensorSpec& spec, bool waveNet) {
  const Shape& s = spec.shape;
  if (s.size() != 4) return 0;
  if (waveNet) return std::sqrt(3.0 / static_cast<double>(s[1] * s[2]));
  return std::sqrt(6.0 / static_cast<double>(s[0] * s[1] * (s[2] + s[3])));
}

double quietness(const std::string& name, const WaveNetConfig& config) {
  if (name.starts_with("res_") || name.starts_with("ae_res_")) return 0.3;
  if (name.starts_with("skip_") && !name.starts_with("skip_start"))
    return 1 / std::sqrt(config.layers);
  return 1;
}

}  // namespace

Result<Weights> readWeights(const SafeTensors& file, const ModelConfig& config) {
  Weights weights;
  for (const auto& spec : tensorsOf(config)) {
    auto numbers = file.floats(spec.name, spec.shape);
    if (!numbers) return tl::unexpected(std::move(numbers.error()));
    const bool variance = endsWith(spec.name, "moving_variance");
    const auto sound = [&](float v) { return std::isfinite(v) && !(variance && v < 0); };
    if (!std::all_of(numbers->begin(), numbers->end(), sound))
      return fail(ErrorCode::BadFormat,
                  "Tensor " + spec.name + " of " + file.path().string() +
                      " holds a number that is not finite; export the weights again");
    weights[spec.name] = at::from_blob(numbers->data(), spec.shape, at::kFloat).clone();
  }
  return weights;
}

template <class Config>
Result<OpenedWeights<Config>> openWeights(const std::filesystem::path& path) {
  auto file = SafeTensors::open(path);
  if (!file) return tl::unexpected(std::move(file.error()));
  const auto config = configOf(*file);
  if (!config) return tl::unexpected(config.error());
  const auto* wanted = std::get_if<Config>(&*config);
  if (!wanted)
    return fail(ErrorCode::BadFormat,
                path.string() + " holds another kind of model now; reload the list of models");
  auto weights = readWeights(*file, *config);
  if (!weights) return tl::unexpected(std::move(weights.error()));
  return OpenedWeights<Config>{std::move(*file), *wanted, std::move(*weights)};
}

template Result<OpenedWeights<WaveNetConfig>> openWeights(const std::filesystem::path&);
template Result<OpenedWeights<BaselineConfig>> openWeights(const std::filesystem::path&);

Weights freshWeights(const ModelConfig& config, std::uint64_t seed, bool quietBranches) {
  const auto* waveNet = std::get_if<WaveNetConfig>(&config);
  Weights weights;
  for (const auto& spec : tensorsOf(config)) {
    at::Tensor tensor = at::zeros(spec.shape, at::kFloat);
    if (endsWith(spec.name, "moving_variance")) tensor.fill_(1);
    Draw draw(seed, spec.name);
    float* const out = tensor.data_ptr<float>();
    double bound = boundOf(spec, waveNet != nullptr);
    if (waveNet && quietBranches) bound *= quietness(spec.name, *waveNet);
    const bool table = endsWith(spec.name, "embedding_weights");
    for (std::int64_t i = 0; (bound > 0 || table) && i < tensor.numel(); ++i)
      out[i] = static_cast<float>(table ? draw.normal() : bound * (2 * draw.uniform() - 1));
    weights[spec.name] = tensor;
  }
  return weights;
}

Result<void> writeWeights(const std::filesystem::path& path, const Weights& weights,
                          const ModelConfig& config, std::map<std::string, std::string> metadata) {
  metadata["config"] = toJson(config);
  metadata.emplace("format", "pt");  // other readers of safetensors ask for it
  std::map<std::string, at::Tensor> kept;
  std::map<std::string, TensorView> views;
  for (const auto& [name, tensor] : weights) {
    const at::Tensor& flat = kept[name] = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    views[name] = {tensor.sizes().vec(),
                   {flat.data_ptr<float>(), static_cast<std::size_t>(flat.numel())}};
  }
  return writeSafeTensors(path, views, metadata);
}

}  // namespace timbre::model::nets
