#include "training/TrainerState.h"

#include <ATen/ATen.h>
#include <torch/cuda.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "training/BaselinePictures.h"
#include "training/SoftPitchEncoding.h"
#include "training/SpectralAuxLoss.h"

namespace timbre::training {

using model::ModelConfig;
using model::nets::BaselineNet;
using model::nets::WaveNet;
using model::nets::Weights;

namespace {

constexpr double kLargestNormDecay = 0.999;  // of the statistics of batch normalisation
constexpr std::int64_t kMeasured = 40;       // batches whose statistics are held in the end
constexpr std::int64_t kHoldAfter = 700;

/// Short memory first, so that the fresh weights are soon forgotten.
double decayAt(std::int64_t step, double largest) {
  return std::min(largest, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
}

/// How the weights follow the gradients, the `step`th time (from 0).
AdamRule ruleOf(const TrainerOptions& options, bool waveNet, std::int64_t step) {
  AdamRule rule;
  rule.beta1 = options.paper && !waveNet ? 0.5 : 0.9;
  rule.beta2 = options.paper ? 0.999 : 0.98;
  rule.decay = options.paper ? 0 : 1e-4;
  rule.blend = 1 - decayAt(step, options.paper ? 0.9999 : waveNet ? 0.9995 : 0.999);
  return rule;
}

/// Bytes [count, samples].
at::Tensor classesOf(const Batch& batch, at::Device device) {
  const auto bytes = const_cast<std::uint8_t*>(batch.classes.data());  // from_blob only reads it
  return at::from_blob(bytes, {batch.count, batch.samples}, at::kByte).to(device);
}

int threadsOf(const TrainerOptions& options) {
  const int all = static_cast<int>(std::thread::hardware_concurrency());
  return std::max(1, options.threads > 0 ? options.threads : all);
}

}  // namespace

std::string Trainer::State::recipe() const {
  if (options.paper) return "paper";
  const model::RecipeOptions& t = options.recipeOptions;
  return std::string("compact") + (t.pitch ? " pitch" : "") + (t.spectralAux ? " hint" : "") +
         (t.hold ? " hold" : "");
}

Trainer::State::State(const ModelConfig& model, const TrainerOptions& wanted)
    : config(model), options(wanted), specs(tensorsOf(model)) {
  if (options.device != "cpu" && at::hasCUDA()) {
    const int here = static_cast<int>(torch::cuda::device_count());
    device = at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(options.process.local % here));
    at::globalContext().setAllowTF32CuBLAS(true);
    at::globalContext().setAllowTF32CuDNN(true);
  }
  if (usesSpectralAux())
    for (const auto& spec : spectralAuxTensors(waveNet()->z)) specs.push_back(spec);
  if (!waveNet() && !options.paper && options.recipeOptions.hold) holdAfter = kHoldAfter;
  const bool told = std::visit([](const auto& c) { return c.pitchConditioned; }, config);
  if (told && options.recipeOptions.pitch && !options.paper) {
    auto rows = softPitchEncoding(waveNet() ? 4.0f : 1.0f);
    pitchRows = at::from_blob(rows.data(), {kKeys, kKeys}, at::kFloat).clone().to(device);
  } else if (told && waveNet()) {
    pitchRows = at::eye(kKeys, at::TensorOptions(at::kFloat).device(device));
  }
  if (waveNet() && device.is_cpu() && CpuWaveNet::fits(*waveNet()) && !options.plain)
    dataParallel = std::make_unique<CpuDataParallel>(*waveNet(), specs, threadsOf(options));
  const auto* baseline = std::get_if<model::BaselineConfig>(&config);
  if (baseline && device.is_cpu() && CpuBaseline::fits(*baseline) && !options.plain)
    pictureTeacher = std::make_unique<CpuBaseline>(*baseline, threadsOf(options));
}

Trainer::State::Net Trainer::State::netOf(const Weights& weights) const {
  if (const auto* sizes = waveNet()) {
    WaveNet made(*sizes, weights);
    made.setHalf(device.is_cuda());
    made.setPitchRows(pitchRows);
    return made;
  }
  BaselineNet made(std::get<model::BaselineConfig>(config), weights);
  made.setPitchRows(pitchRows);
  return made;
}

void Trainer::State::bind() {
  Weights live = tensorsIn(now.weights, specs);
  gradients = at::zeros_like(now.weights);
  const Weights slots = tensorsIn(gradients, specs);
  std::vector<at::Tensor> leaves;
  std::vector<std::int64_t> offsets;
  std::int64_t at = 0;
  for (const auto& spec : specs) {
    at::Tensor& tensor = live[spec.name];
    if (spec.trained) {
      tensor.requires_grad_(true);
      tensor.mutable_grad() = slots.find(spec.name)->second;
      leaves.push_back(tensor);
      offsets.push_back(at);
    }
    at += tensor.numel();
  }
  net.emplace(netOf(live));
  averageNet.emplace(netOf(tensorsIn(now.averages, specs)));
  if (together && !dataParallel && !pictureTeacher)
    buckets = std::make_unique<GradientBuckets>(leaves, offsets, gradients, *together);
}

void Trainer::State::begin(Weights weights) {
  spread(weights, false);
  now.weights = vectorOf(weights, specs).to(device);
  now.averages = now.weights.clone();
  now.first = at::zeros_like(now.weights);
  now.second = at::zeros_like(now.weights);
  steps = 0;
  bind();
}

void Trainer::State::spread(Weights& weights, bool fold) const {
  if (!pitchRows.defined()) return;
  const at::Tensor flat = pitchRows.to(at::kCPU).contiguous();
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
  if (usesSpectralAux()) weights.merge(freshSpectralAux(waveNet()->z, options.seed));
  return weights;
}

at::Tensor Trainer::State::spectra(const Batch& batch) const {
  const at::NoGradGuard nothingLearnt;
  return spectralTargets((classesOf(batch, device).to(at::kFloat) - 128) / 128, waveNet()->hop);
}

at::Tensor Trainer::State::pictures(const Batch& batch) const {
  const at::NoGradGuard nothingLearnt;
  return baselinePictures(classesOf(batch, device).to(at::kLong));
}

/// The loss with LibTorch; nats and the hint together where `with` is the one that learns.
at::Tensor Trainer::State::loss(const Net& with, const Batch& batch) const {
  const at::Tensor classes = classesOf(batch, device).to(at::kLong);
  const auto numbers = const_cast<std::int64_t*>(batch.pitch.data());
  const at::Tensor pitch = at::from_blob(numbers, {batch.count}, at::kLong).to(device);
  if (const auto* wave = std::get_if<WaveNet>(&with)) {
    const at::Tensor x = (classes.to(at::kFloat) - 128) / 128;
    const auto told = const_cast<float*>(batch.heard.data());
    const at::Tensor heard =
        batch.heard.empty()
            ? x
            : at::from_blob(told, {batch.count, batch.samples}, at::kFloat).to(device);
    const at::Tensor z = wave->encode(x);
    const at::Tensor nats = wave->loss(classes, pitch, z, heard);
    return usesSpectralAux() && at::GradMode::is_enabled()
               ? at::stack({nats, spectralAuxLoss(wave->weights(), z, spectra(batch))})
               : nats.unsqueeze(0);
  }
  return std::get<BaselineNet>(with).loss(pictures(batch), pitch).unsqueeze(0);
}

BatchInputs Trainer::State::inputsOf(const at::Tensor& weights) const {
  BatchInputs inputs;
  inputs.weights = weights.data_ptr<float>();
  if (pitchRows.defined())
    inputs.pitchRows = {pitchRows.data_ptr<float>(), static_cast<std::size_t>(pitchRows.numel())};
  return inputs;
}

/// Sets the gradients with our kernels, of this process or on their way to the mean of all; the
/// loss without the hint.
double Trainer::State::teach(const Batch& batch) {
  BatchInputs inputs = inputsOf(now.weights);
  inputs.gradients = gradients.data_ptr<float>();
  const at::Tensor wanted = usesSpectralAux() ? spectra(batch) : at::Tensor();
  if (wanted.defined()) inputs.spectra = wanted.data_ptr<float>();
  if (together)
    inputs.complete = [this](std::ptrdiff_t from, std::ptrdiff_t to) {
      together->beginMean(gradients.narrow(0, from, to - from));
    };
  return dataParallel->run(inputs, batch).nats;
}

/// The same for the baseline; without `learns` only the loss.
double Trainer::State::teachPictures(const Batch& batch, const at::Tensor& weights, bool learns) {
  const at::Tensor seen = pictures(batch);
  BaselineBatchInputs inputs;
  inputs.weights = weights.data_ptr<float>();
  inputs.count = batch.count;
  inputs.pictures = seen.data_ptr<float>();
  inputs.pitch = batch.pitch.data();
  inputs.pitchRows = inputsOf(weights).pitchRows;
  if (learns) inputs.gradients = gradients.data_ptr<float>();
  if (const auto forget = forgets(); learns && forget) {
    inputs.statistics = weights.data_ptr<float>();
    inputs.forget = *forget;
  }
  const double loss = pictureTeacher->run(inputs);
  if (learns && together) together->beginMean(gradients);
  return loss;
}

/// The same with LibTorch.
double Trainer::State::differentiate(const Batch& batch) {
  gradients.zero_();
  if (buckets) buckets->begin();
  const at::Tensor both = loss(*net, batch);
  both.sum().backward();
  if (buckets) buckets->end();
  return both[0].item<double>();
}

/// Sets the gradients to the mean over all processes, and gives the mean of their losses.
double Trainer::State::learn(const Batch& batch) {
  const double here = dataParallel     ? teach(batch)
                      : pictureTeacher ? teachPictures(batch, now.weights, true)
                                       : differentiate(batch);
  if (!together) return here;
  const at::Tensor mean = at::full({1}, here, at::TensorOptions(at::kDouble).device(device));
  together->beginMean(mean);
  together->finish();
  return mean.item<double>();
}

double Trainer::State::measure(const Batch& batch) {
  const at::NoGradGuard nothingLearnt;
  if (dataParallel) return dataParallel->run(inputsOf(now.averages), batch).nats;
  if (pictureTeacher) return teachPictures(batch, now.averages, false);
  return loss(*averageNet, batch)[0].item<double>();
}

/// What batch normalisation measured, as the mean over all processes.
void Trainer::State::shareStatistics() {
  const at::NoGradGuard nothingLearnt;
  const Weights live = tensorsIn(now.weights, specs);
  for (const auto& spec : specs)
    if (!spec.trained) together->beginMean(live.find(spec.name)->second);
  together->finish();
}

/// Batch normalisation learns its statistics as the paper's does. Ours takes the plain mean over
/// the last batches before they are held: then what is trained is what is used.
std::optional<double> Trainer::State::forgets() const {
  if (holdAfter >= 0 && steps >= holdAfter) return std::nullopt;
  const std::int64_t measured = steps - (holdAfter - kMeasured);
  const double decay = holdAfter >= 0 && measured >= 0
                           ? static_cast<double>(measured) / static_cast<double>(measured + 1)
                           : decayAt(steps, kLargestNormDecay);
  return 1 - decay;
}

void Trainer::State::normalise() {
  const auto forget = forgets();
  if (!forget && steps == holdAfter && steps > 0) now.averages.copy_(now.weights.detach());
  std::get<BaselineNet>(*net).setTraining(forget.has_value(), 1 - forget.value_or(0));
}

double Trainer::State::step(const Batch& batch, double rate) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  if (!waveNet()) normalise();
  const double lossNow = learn(batch);
  if (together && !waveNet() && (holdAfter < 0 || steps < holdAfter)) shareStatistics();
  if (!std::isfinite(lossNow)) return kNothing;
  const double norm = device.is_cpu() ? std::sqrt(trainingKernelsHere().front()->squares(
                                            gradients.data_ptr<float>(), gradients.numel()))
                                      : gradients.norm().item<double>();
  if (!std::isfinite(norm)) return kNothing;
  const at::NoGradGuard nothingLearnt;
  AdamRule rule = ruleOf(options, waveNet() != nullptr, steps);
  rule.rate = rate;
  if (norm > 1) rule.clip = 1 / norm;
  adamStep(now, gradients, specs, rule, ++steps);
  return lossNow;
}

}  // namespace timbre::training
