#include "training/learner/TrainerState.h"

#include <ATen/ATen.h>
#include <torch/cuda.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/Cores.h"
#include "training/cpu/CpuSpectralAuxLoss.h"
#include "training/cpu/SoftPitchEncoding.h"
#include "training/cpu/kernels/Kernels.h"
#include "training/learner/SpectralAuxLoss.h"

namespace timbre::training {

using model::ModelConfig;
using model::nets::Weights;

namespace {

/// How the weights follow the gradients, the `step`th time (from 0).
AdamRule ruleOf(const TrainerOptions& options, bool waveNet, std::int64_t step) {
  AdamRule rule;
  rule.beta1 = options.paper && !waveNet ? 0.5 : 0.9;
  rule.beta2 = options.paper ? 0.999 : 0.98;
  rule.decay = options.paper ? 0 : 1e-4;
  rule.blend = 1 - decayAt(step, options.paper ? 0.9999 : waveNet ? 0.9995 : 0.999);
  return rule;
}

}  // namespace

std::string Trainer::State::recipe() const {
  if (options.paper) return "paper";
  const model::RecipeOptions& t = options.recipeOptions;
  return std::string("compact") + (t.pitch ? " pitch" : "") + (t.spectralAux ? " hint" : "") +
         (t.hold ? " hold" : "");
}

Trainer::State::State(const ModelConfig& model, const TrainerOptions& wanted)
    : config(model), options(wanted) {
  setup.config = model;
  setup.specs = tensorsOf(model);
  setup.usesSpectralAux = waveNet() && options.recipeOptions.spectralAux;
  setup.threads = coresOr(options.threads);
  if (options.device != "cpu" && at::hasCUDA()) {
    const int here = static_cast<int>(torch::cuda::device_count());
    setup.device =
        at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(options.process.local % here));
    at::globalContext().setAllowTF32CuBLAS(true);
    at::globalContext().setAllowTF32CuDNN(true);
  }
  if (setup.usesSpectralAux)
    for (const auto& spec : spectralAuxTensors(waveNet()->z)) setup.specs.push_back(spec);
  if (!waveNet() && !options.paper && options.recipeOptions.hold) norm = NormSchedule::held();
  const bool told = std::visit([](const auto& c) { return c.pitchConditioned; }, config);
  if (told && options.recipeOptions.pitch && !options.paper) {
    auto rows = softPitchEncoding(waveNet() ? 4.0f : 1.0f);
    setup.pitchRows =
        at::from_blob(rows.data(), {kKeys, kKeys}, at::kFloat).clone().to(setup.device);
  } else if (told && waveNet()) {
    setup.pitchRows = at::eye(kKeys, at::TensorOptions(at::kFloat).device(setup.device));
  }
  source = makeGradientSource(setup, options.plain);
}

void Trainer::State::join(std::unique_ptr<ProcessGroup> others) {
  together = std::move(others);
  setup.together = together.get();
  source = makeGradientSource(setup, options.plain);
}

void Trainer::State::bind() {
  gradients = at::zeros_like(now.weights);
  source->bind(now, gradients);
}

void Trainer::State::begin(Weights weights) {
  spread(weights, false);
  now.weights = vectorOf(weights, specs()).to(device());
  now.averages = now.weights.clone();
  now.first = at::zeros_like(now.weights);
  now.second = at::zeros_like(now.weights);
  steps = 0;
  bind();
}

void Trainer::State::spread(Weights& weights, bool fold) const {
  if (!setup.pitchRows.defined()) return;
  const at::Tensor flat = setup.pitchRows.to(at::kCPU).contiguous();
  const std::vector<float> rows(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  for (auto& [name, tensor] : weights) {
    const bool map = name.starts_with("cond_map") && name.ends_with("/W");
    if (!map && !name.ends_with("embedding_weights")) continue;
    tensor = tensor.detach().to(at::kCPU).clone(at::MemoryFormat::Contiguous);
    const auto columns = tensor.size(-1);
    float* const table = tensor.data_ptr<float>() + (map ? waveNet()->z * columns : 0);
    fold ? foldSpread(rows, table, static_cast<int>(columns))
         : unfoldSpread(rows, table, static_cast<int>(columns));
  }
}

Weights Trainer::State::fresh() const {
  Weights weights = model::nets::freshWeights(config, options.seed,
                                              options.recipeOptions.quiet && !options.paper);
  // What is drawn for the keys is what they learn from, so nothing of it is to be unfolded.
  spread(weights, true);
  if (setup.usesSpectralAux) weights.merge(freshSpectralAux(waveNet()->z, options.seed));
  return weights;
}

/// Sets the gradients to the mean over all processes, and gives the mean of their losses.
double Trainer::State::learn(const Batch& batch, std::optional<double> forget) {
  const double here = source->learn(batch, forget);
  if (!together) return here;
  const at::Tensor mean = at::full({1}, here, at::TensorOptions(at::kDouble).device(device()));
  together->beginMean(mean);
  together->finish();
  return mean.item<double>();
}

double Trainer::State::measure(const Batch& batch) {
  const at::NoGradGuard nothingLearnt;
  return source->measure(batch);
}

/// What batch normalisation measured, as the mean over all processes.
void Trainer::State::shareStatistics() {
  const at::NoGradGuard nothingLearnt;
  const Weights live = tensorsIn(now.weights, specs());
  for (const auto& spec : specs())
    if (!spec.trained) together->beginMean(live.find(spec.name)->second);
  together->finish();
}

double Trainer::State::gradientNorm() const {
  if (!device().is_cpu()) return gradients.norm().item<double>();
  return std::sqrt(
      trainingKernelsHere().front()->squares(gradients.data_ptr<float>(), gradients.numel()));
}

double Trainer::State::step(const Batch& batch, double rate) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  if (!waveNet() && norm.beginsToHold(steps)) now.averages.copy_(now.weights.detach());
  const double lossNow = learn(batch, norm.forgets(steps));
  if (together && !waveNet() && !norm.isHeld(steps)) shareStatistics();
  if (!std::isfinite(lossNow)) return kNothing;
  const double length = gradientNorm();
  if (!std::isfinite(length)) return kNothing;
  const at::NoGradGuard nothingLearnt;
  AdamRule rule = ruleOf(options, waveNet() != nullptr, steps);
  rule.rate = rate;
  if (length > 1) rule.clip = 1 / length;
  adamStep(now, gradients, specs(), rule, ++steps);
  return lossNow;
}

}  // namespace timbre::training
