#include "training/Learner.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "model/nets/BaselineNet.h"
#include "model/nets/Door.h"
#include "model/nets/WaveNet.h"
#include "model/nets/Weights.h"
#include "training/BaselinePictures.h"

namespace timbre::training {

using model::ModelConfig;
using model::nets::BaselineNet;
using model::nets::guarded;
using model::nets::WaveNet;
using model::nets::Weights;

namespace {

using Net = std::variant<WaveNet, BaselineNet>;

constexpr double kLargestDecay = 0.9999;     // of the moving averages of the weights
constexpr double kLargestNormDecay = 0.999;  // of the statistics of batch normalisation
constexpr double kEpsilon = 1e-8;

/// Short memory first, so that the fresh weights are soon forgotten.
double decayAt(std::int64_t step, double largest) {
  return std::min(largest, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
}

/// The four numbers that each weight has, every tensor of the model behind another in one vector:
/// one operation updates them all.
struct Vectors {
  at::Tensor weights, averages, first, second;  ///< [N]
  std::array<at::Tensor*, 4> all() { return {&weights, &averages, &first, &second}; }
};
constexpr std::array<const char*, 4> kVectorNames{"weights", "averages", "first_moments",
                                                  "second_moments"};

/// The tensors of a vector under their names; they share its memory.
Weights tensorsIn(const at::Tensor& vector, const ModelConfig& config) {
  Weights tensors;
  std::int64_t at = 0;
  for (const auto& spec : tensorsOf(config)) {
    std::int64_t count = 1;
    for (const auto size : spec.shape) count *= size;
    tensors[spec.name] = vector.narrow(0, at, count).view(spec.shape).detach();
    at += count;
  }
  return tensors;
}

at::Tensor vectorOf(const Weights& weights, const ModelConfig& config) {
  std::vector<at::Tensor> parts;
  for (const auto& spec : tensorsOf(config))
    parts.push_back(weights.find(spec.name)->second.reshape({-1}));
  return at::cat(parts);
}

Net netOf(const ModelConfig& config, const Weights& weights, bool half) {
  if (const auto* waveNet = std::get_if<model::WaveNetConfig>(&config)) {
    WaveNet net(*waveNet, weights);
    net.setHalf(half);
    return net;
  }
  return BaselineNet(std::get<model::BaselineConfig>(config), weights);
}

}  // namespace

struct Learner::State {
  ModelConfig config;
  at::Device device{at::kCPU};
  int threads = 0;
  std::int64_t steps = 0;
  Vectors now;
  at::Tensor gradients;
  std::optional<Net> net, averageNet;
  std::optional<Vectors> remembered;
  std::int64_t rememberedSteps = 0;

  /// Names the tensors in `now`, whose vectors have just been replaced.
  void bind() {
    const bool half = device.is_cuda();
    Weights live = tensorsIn(now.weights, config);
    gradients = at::zeros_like(now.weights);
    const Weights slots = tensorsIn(gradients, config);
    for (const auto& spec : tensorsOf(config))
      if (spec.trained) {
        live[spec.name].requires_grad_(true);
        live[spec.name].mutable_grad() = slots.find(spec.name)->second;
      }
    net.emplace(netOf(config, live, half));
    averageNet.emplace(netOf(config, tensorsIn(now.averages, config), half));
  }

  void beginWith(const Weights& weights) {
    now.weights = vectorOf(weights, config).to(device);
    now.averages = now.weights.clone();
    now.first = at::zeros_like(now.weights);
    now.second = at::zeros_like(now.weights);
    steps = 0;
    bind();
  }

  at::Tensor loss(const Net& with, const Batch& batch) const {
    const auto bytes = const_cast<std::uint8_t*>(batch.classes.data());  // from_blob only reads it
    const at::Tensor classes =
        at::from_blob(bytes, {batch.count, batch.samples}, at::kByte).to(device).to(at::kLong);
    const auto numbers = const_cast<std::int64_t*>(batch.pitch.data());
    const at::Tensor pitch = at::from_blob(numbers, {batch.count}, at::kLong).to(device);
    if (const auto* waveNet = std::get_if<WaveNet>(&with)) return waveNet->loss(classes, pitch);
    const at::Tensor pictures = [&] {
      const at::NoGradGuard nothingLearnt;
      return baselinePictures(classes);
    }();
    return std::get<BaselineNet>(with).loss(pictures, pitch);
  }

  void update(double rate, double norm);
  double step(const Batch& batch, double rate);
};

/// Adam. The statistics of batch normalisation have no gradient, so it leaves them alone.
void Learner::State::update(double rate, double norm) {
  const at::NoGradGuard nothingLearnt;
  const double beta1 = config.index() == 0 ? 0.9 : 0.5, beta2 = 0.999;
  const double count = static_cast<double>(steps + 1);
  if (norm > 1) gradients.mul_(1 / norm);
  now.first.mul_(beta1).add_(gradients, 1 - beta1);
  now.second.mul_(beta2).addcmul_(gradients, gradients, 1 - beta2);
  const at::Tensor spread =
      now.second.sqrt().mul_(1 / std::sqrt(1 - std::pow(beta2, count))).add_(kEpsilon);
  now.weights.addcdiv_(now.first, spread, -rate / (1 - std::pow(beta1, count)));
  now.averages.lerp_(now.weights, 1 - decayAt(steps, kLargestDecay));
}

double Learner::State::step(const Batch& batch, double rate) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  gradients.zero_();
  if (auto* baseline = std::get_if<BaselineNet>(&*net))
    baseline->setTraining(true, decayAt(steps, kLargestNormDecay));
  const at::Tensor value = loss(*net, batch);
  const double lossNow = value.item<double>();
  if (!std::isfinite(lossNow)) return kNothing;
  value.backward();
  const double norm = gradients.norm().item<double>();
  if (!std::isfinite(norm)) return kNothing;
  update(rate, norm);
  ++steps;
  return lossNow;
}

Learner::Learner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Learner::~Learner() = default;

Result<std::unique_ptr<Learner>> Learner::create(const ModelConfig& config,
                                                 const LearnerOptions& options) {
  return guarded([&]() -> Result<std::unique_ptr<Learner>> {
    model::nets::useThreads(options.threads);
    if (options.device != "auto" && options.device != "cpu" && options.device != "cuda")
      return fail(ErrorCode::BadFormat,
                  "There is no device " + options.device + "; say auto, cpu or cuda");
    if (options.device == "cuda" && !at::hasCUDA())
      return fail(ErrorCode::Unsupported,
                  "This machine or this LibTorch has no CUDA; train on the cpu");
    auto state = std::make_unique<State>();
    state->config = config;
    state->threads = options.threads;
    if (options.device != "cpu" && at::hasCUDA()) {
      state->device = at::Device(at::kCUDA);
      at::globalContext().setAllowTF32CuBLAS(true);
      at::globalContext().setAllowTF32CuDNN(true);
    }
    state->beginWith(model::nets::freshWeights(config, options.seed, options.quietBranches));
    return std::unique_ptr<Learner>(new Learner(std::move(state)));
  });
}

bool Learner::onGpu() const {
  return state_->device.is_cuda();
}
std::int64_t Learner::steps() const {
  return state_->steps;
}

Result<void> Learner::startFrom(const std::filesystem::path& weights) {
  return guarded([&]() -> Result<void> {
    const auto file = model::SafeTensors::open(weights);
    if (!file) return tl::unexpected(file.error());
    auto config = model::configOf(*file);
    if (!config) return tl::unexpected(config.error());
    if (*config != state_->config)
      return fail(ErrorCode::BadFormat,
                  weights.string() + " holds a model of other sizes than the one to be trained");
    const auto read = model::nets::readWeights(*file, *config);
    if (!read) return tl::unexpected(read.error());
    state_->beginWith(*read);
    return {};
  });
}

Result<double> Learner::step(const Batch& batch, double rate) {
  return guarded([&]() -> Result<double> {
    model::nets::useThreads(state_->threads);
    return state_->step(batch, rate);
  });
}

Result<double> Learner::lossOf(const Batch& batch) {
  return guarded([&]() -> Result<double> {
    model::nets::useThreads(state_->threads);
    const at::NoGradGuard nothingLearnt;
    return state_->loss(*state_->averageNet, batch).item<double>();
  });
}

Result<void> Learner::remember() {
  return guarded([&]() -> Result<void> {
    Vectors copy = state_->now;
    for (at::Tensor* vector : copy.all()) *vector = vector->detach().clone();
    state_->remembered = copy;
    state_->rememberedSteps = state_->steps;
    return {};
  });
}

Result<void> Learner::goBack() {
  return guarded([&]() -> Result<void> {
    const at::NoGradGuard nothingLearnt;
    const auto to = state_->now.all(), from = state_->remembered.value().all();
    for (std::size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
    state_->steps = state_->rememberedSteps;
    return {};
  });
}

Result<void> Learner::save(const std::filesystem::path& path,
                           const std::map<std::string, std::string>& more) {
  return guarded([&]() -> Result<void> {
    auto metadata = more;
    metadata["config"] = toJson(state_->config);
    metadata["step"] = std::to_string(state_->steps);
    std::vector<at::Tensor> kept;
    std::map<std::string, model::TensorView> views;
    for (std::size_t i = 0; i < kVectorNames.size(); ++i) {
      kept.push_back(state_->now.all()[i]->detach().to(at::kCPU).contiguous());
      const auto count = kept.back().numel();
      views[kVectorNames[i]] = {{count},
                                {kept.back().data_ptr<float>(), static_cast<std::size_t>(count)}};
    }
    return model::writeSafeTensors(path, views, metadata);
  });
}

Result<std::map<std::string, std::string>> Learner::load(const std::filesystem::path& path) {
  using Metadata = std::map<std::string, std::string>;
  return guarded([&]() -> Result<Metadata> {
    const auto file = model::SafeTensors::open(path);
    if (!file) return tl::unexpected(file.error());
    const Metadata metadata(file->metadata().begin(), file->metadata().end());
    const auto config = metadata.find("config"), step = metadata.find("step");
    if (config == metadata.end() || step == metadata.end() || step->second.empty() ||
        step->second.size() > 15 ||
        step->second.find_first_not_of("0123456789") != std::string::npos)
      return fail(
          ErrorCode::BadFormat,
          path.string() + " is no state of a training run; choose another folder for the run");
    const auto sizes = model::parseConfig(config->second, path.string());
    if (!sizes || *sizes != state_->config)
      return fail(
          ErrorCode::BadFormat,
          path.string() + " belongs to a run with other sizes; choose another folder for the run");
    Vectors read;
    for (std::size_t i = 0; i < kVectorNames.size(); ++i) {
      auto numbers = file->floats(kVectorNames[i], {state_->now.weights.numel()});
      if (!numbers) return tl::unexpected(std::move(numbers.error()));
      *read.all()[i] = at::from_blob(numbers->data(), {state_->now.weights.numel()}, at::kFloat)
                           .clone()
                           .to(state_->device);
      if (!at::isfinite(*read.all()[i]).all().item<bool>())
        return fail(ErrorCode::BadFormat,
                    path.string() +
                        " holds numbers that are not finite; begin the run anew in another folder");
    }
    state_->now = read;
    state_->steps = std::stoll(step->second);
    state_->bind();
    return metadata;
  });
}

Result<void> Learner::writeModel(const std::filesystem::path& weights,
                                 const std::map<std::string, std::string>& metadata) {
  return guarded([&]() -> Result<void> {
    return model::nets::writeWeights(weights, tensorsIn(state_->now.averages, state_->config),
                                     state_->config, metadata);
  });
}

}  // namespace timbre::training
