#include "training/learner/Trainer.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

#include "model/nets/TorchRuntime.h"
#include "model/nets/Weights.h"
#include "training/learner/StateFile.h"
#include "training/learner/TrainerState.h"

namespace timbre::training {

using model::kExceptionText;
using model::ModelConfig;
using model::nets::useThreads;
using model::nets::Weights;

namespace {

/// A sum over several processes fails when one of them is gone.
Error otherGone(const Error& error) {
  return {ErrorCode::Internal,
          "Another process of this training has ended; start them all again to resume from the "
          "last checkpoint (" +
              error.message + ")"};
}

}  // namespace

Trainer::Trainer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Trainer::~Trainer() = default;

Result<std::unique_ptr<Trainer>> Trainer::create(const ModelConfig& config,
                                                 const TrainerOptions& options) {
  return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<Trainer>> {
    useThreads(options.threads);
    if (options.device != "auto" && options.device != "cpu" && options.device != "cuda")
      return fail(ErrorCode::BadFormat,
                  "Unknown device " + options.device + "; choose auto, cpu or cuda");
    if (options.device == "cuda" && !at::hasCUDA())
      return fail(ErrorCode::Unsupported,
                  "This machine or this LibTorch has no CUDA; choose the device cpu");
    auto state = std::make_unique<State>(config, options);
    if (options.process.size > 1) {
      auto together = ProcessGroup::join(options.process, state->device().is_cuda());
      if (!together) return tl::unexpected(std::move(together.error()));
      state->join(std::move(*together));
    }
    state->begin(state->fresh());
    return std::unique_ptr<Trainer>(new Trainer(std::move(state)));
  });
}

bool Trainer::onGpu() const {
  return state_->device().is_cuda();
}
std::int64_t Trainer::steps() const {
  return state_->steps;
}

Result<void> Trainer::startFrom(const std::filesystem::path& weights) {
  return catchExceptions(kExceptionText, [&]() -> Result<void> {
    const auto file = model::SafeTensors::open(weights);
    if (!file) return tl::unexpected(file.error());
    const auto config = model::configOf(*file);
    if (!config) return tl::unexpected(config.error());
    if (config->index() != state_->config.index())
      return fail(
          ErrorCode::BadFormat,
          weights.string() +
              " holds another kind of model; choose initial weights of the kind to be trained");
    const auto read = model::nets::readWeights(*file, *config);
    if (!read) return tl::unexpected(read.error());
    state_->begin(grown(state_->fresh(), state_->config, *read, *config));
    state_->norm.holdNow();
    return {};
  });
}

Result<double> Trainer::step(const Batch& batch, double rate) {
  auto taken = catchExceptions(kExceptionText, [&]() -> Result<double> {
    useThreads(state_->options.threads);
    return state_->step(batch, rate);
  });
  if (!taken && state_->together) return tl::unexpected(otherGone(taken.error()));
  return taken;
}

Result<double> Trainer::lossOf(const Batch& batch) {
  return catchExceptions(kExceptionText, [&]() -> Result<double> {
    useThreads(state_->options.threads);
    return state_->measure(batch);
  });
}

Result<void> Trainer::share(std::span<double> numbers) {
  if (!state_->together) return {};
  auto shared = catchExceptions(kExceptionText, [&]() -> Result<void> {
    const at::NoGradGuard nothingLearnt;
    State& state = *state_;
    for (at::Tensor* vector : state.now.all()) state.together->share(*vector);
    std::vector<double> all(numbers.begin(), numbers.end());
    all.push_back(static_cast<double>(state.steps));
    all.push_back(static_cast<double>(state.norm.holdAfter()));
    const at::Tensor sent =
        at::from_blob(all.data(), {static_cast<std::int64_t>(all.size())}, at::kDouble)
            .to(state.device());
    state.together->share(sent);
    const at::Tensor got = sent.to(at::kCPU).contiguous();
    std::copy_n(got.data_ptr<double>(), numbers.size(), numbers.begin());
    state.steps = static_cast<std::int64_t>(got.data_ptr<double>()[numbers.size()]);
    state.norm.setHoldAfter(static_cast<std::int64_t>(got.data_ptr<double>()[numbers.size() + 1]));
    return {};
  });
  if (!shared) return tl::unexpected(otherGone(shared.error()));
  return shared;
}

Result<void> Trainer::mean(std::span<double> numbers) {
  if (!state_->together) return {};
  auto summed = catchExceptions(kExceptionText, [&]() -> Result<void> {
    const at::Tensor all =
        at::from_blob(numbers.data(), {static_cast<std::int64_t>(numbers.size())}, at::kDouble)
            .to(state_->device(), at::kDouble, false, true);
    state_->together->beginMean(all);
    state_->together->finish();
    const at::Tensor got = all.to(at::kCPU).contiguous();
    std::copy_n(got.data_ptr<double>(), numbers.size(), numbers.begin());
    return {};
  });
  if (!summed) return tl::unexpected(otherGone(summed.error()));
  return summed;
}

Result<void> Trainer::takeSnapshot() {
  return catchExceptions(kExceptionText, [&]() -> Result<void> {
    state_->snapshot = state_->now.clone();
    state_->rememberedSteps = state_->steps;
    return {};
  });
}

Result<void> Trainer::restoreSnapshot() {
  return catchExceptions(kExceptionText, [&]() -> Result<void> {
    const at::NoGradGuard nothingLearnt;
    const auto to = state_->now.all(), from = state_->snapshot.value().all();
    for (std::size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
    state_->steps = state_->rememberedSteps;
    return {};
  });
}

Result<void> Trainer::save(const std::filesystem::path& path,
                           const std::map<std::string, std::string>& more) {
  return catchExceptions(kExceptionText, [&]() -> Result<void> {
    auto metadata = more;
    metadata["hold_after"] = std::to_string(state_->norm.holdAfter());
    metadata["recipe"] = state_->recipe();
    return writeState(path, state_->now, state_->steps, state_->config, std::move(metadata));
  });
}

Result<std::map<std::string, std::string>> Trainer::load(const std::filesystem::path& path) {
  using Metadata = std::map<std::string, std::string>;
  return catchExceptions(kExceptionText, [&]() -> Result<Metadata> {
    auto saved = readState(path, state_->config, state_->recipe(), state_->now.weights.numel());
    if (!saved) return tl::unexpected(std::move(saved.error()));
    const auto hold = saved->metadata.find("hold_after");
    if (hold != saved->metadata.end() && hold->second == "0") state_->norm.setHoldAfter(0);
    for (at::Tensor* vector : saved->vectors.all()) *vector = vector->to(state_->device());
    state_->now = saved->vectors;
    state_->steps = saved->steps;
    state_->bind();
    return std::move(saved->metadata);
  });
}

Result<void> Trainer::writeModel(const std::filesystem::path& weights,
                                 const std::map<std::string, std::string>& metadata) {
  return catchExceptions(kExceptionText, [&]() -> Result<void> {
    Weights kept = tensorsIn(state_->now.averages, tensorsOf(state_->config));
    state_->spread(kept, true);
    return model::nets::writeWeights(weights, kept, state_->config, metadata);
  });
}

}  // namespace timbre::training
