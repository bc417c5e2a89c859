#include "training/Learner.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "model/nets/BaselineNet.h"
#include "model/nets/Door.h"
#include "model/nets/WaveNet.h"
#include "model/nets/Weights.h"
#include "training/BaselinePictures.h"
#include "training/CpuTeacher.h"
#include "training/Hint.h"
#include "training/PitchSpread.h"
#include "training/Vectors.h"

namespace timbre::training {

using model::ModelConfig;
using model::nets::BaselineNet;
using model::nets::guarded;
using model::nets::useThreads;
using model::nets::WaveNet;
using model::nets::Weights;

namespace {

using Net = std::variant<WaveNet, BaselineNet>;

constexpr double kLargestNormDecay = 0.999;  // of the statistics of batch normalisation
constexpr std::int64_t kMeasured = 40;       // batches whose statistics are held in the end
constexpr std::int64_t kHoldAfter = 700;

/// Short memory first, so that the fresh weights are soon forgotten.
double decayAt(std::int64_t step, double largest) {
  return std::min(largest, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
}

/// How the weights follow the gradients, the `step`th time (from 0).
AdamRule ruleOf(const LearnerOptions& options, bool waveNet, std::int64_t step) {
  AdamRule rule;
  rule.beta1 = options.paper && !waveNet ? 0.5 : 0.9;
  rule.beta2 = options.paper ? 0.999 : 0.98;
  rule.decay = options.paper ? 0 : 1e-4;
  rule.blend = 1 - decayAt(step, options.paper ? 0.9999 : waveNet ? 0.9995 : 0.999);
  return rule;
}

/// What a state can only be gone on from with.
std::string recipeOf(const LearnerOptions& o) {
  if (o.paper) return "paper";
  return std::string("compact") + (o.tricks.pitch ? " pitch" : "") +
         (o.tricks.hint ? " hint" : "") + (o.tricks.hold ? " hold" : "");
}

int threadsOf(const LearnerOptions& options) {
  const int all = static_cast<int>(std::thread::hardware_concurrency());
  return std::max(1, options.threads > 0 ? options.threads : all);
}

}  // namespace

struct Learner::State {
  ModelConfig config;
  LearnerOptions options;
  Specs specs;  ///< the model's tensors, then the hint's
  at::Device device{at::kCPU};
  std::int64_t steps = 0;
  std::int64_t holdAfter = -1;  ///< steps until the normalisation is held; negative: never
  Vectors now;
  at::Tensor gradients, pitchRows;  ///< [128, 128], undefined where none is told
  std::optional<Net> net, averageNet;
  std::unique_ptr<CpuTeacher> teacher;  ///< null: LibTorch computes
  std::optional<Vectors> remembered;
  std::int64_t rememberedSteps = 0;

  State(const ModelConfig& model, const LearnerOptions& wanted);
  const model::WaveNetConfig* waveNet() const { return std::get_if<model::WaveNetConfig>(&config); }
  bool hinted() const { return waveNet() && options.tricks.hint; }
  Net netOf(const Weights& weights) const;
  void bind();
  void begin(Weights weights);
  void spread(Weights& weights, bool fold) const;
  Weights fresh() const;
  at::Tensor loss(const Net& with, const Batch& batch) const;
  at::Tensor spectra(const Batch& batch) const;
  double learn(const Batch& batch);
  double measure(const Batch& batch);
  void normalise();
  double step(const Batch& batch, double rate);
};

Learner::State::State(const ModelConfig& model, const LearnerOptions& wanted)
    : config(model), options(wanted), specs(tensorsOf(model)) {
  if (hinted())
    for (const auto& spec : hintTensors(waveNet()->z)) specs.push_back(spec);
  if (!waveNet() && !options.paper && options.tricks.hold) holdAfter = kHoldAfter;
}

Net Learner::State::netOf(const Weights& weights) const {
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

/// Names the tensors in `now`, whose vectors have just been replaced.
void Learner::State::bind() {
  Weights live = tensorsIn(now.weights, specs);
  gradients = at::zeros_like(now.weights);
  const Weights slots = tensorsIn(gradients, specs);
  for (const auto& spec : specs)
    if (spec.trained) {
      live[spec.name].requires_grad_(true);
      live[spec.name].mutable_grad() = slots.find(spec.name)->second;
    }
  net.emplace(netOf(live));
  averageNet.emplace(netOf(tensorsIn(now.averages, specs)));
}

void Learner::State::begin(Weights weights) {
  spread(weights, false);
  now.weights = vectorOf(weights, specs).to(device);
  now.averages = now.weights.clone();
  now.first = at::zeros_like(now.weights);
  now.second = at::zeros_like(now.weights);
  steps = 0;
  bind();
}

/// From the keys' own numbers to what one-hot pitches need (`fold`), or back; in copies.
void Learner::State::spread(Weights& weights, bool fold) const {
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

Weights Learner::State::fresh() const {
  Weights weights =
      model::nets::freshWeights(config, options.seed, options.tricks.quiet && !options.paper);
  // What is drawn for the keys is what they learn from, so nothing of it is to be unfolded.
  spread(weights, true);
  if (hinted()) weights.merge(freshHint(waveNet()->z, options.seed));
  return weights;
}

at::Tensor Learner::State::spectra(const Batch& batch) const {
  const at::NoGradGuard nothingLearnt;
  const auto bytes = const_cast<std::uint8_t*>(batch.classes.data());  // from_blob only reads it
  const at::Tensor classes =
      at::from_blob(bytes, {batch.count, batch.samples}, at::kByte).to(device);
  return hintSpectra((classes.to(at::kFloat) - 128) / 128, waveNet()->hop);
}

/// The loss with LibTorch; nats and the hint together where `with` is the one that learns.
at::Tensor Learner::State::loss(const Net& with, const Batch& batch) const {
  const auto bytes = const_cast<std::uint8_t*>(batch.classes.data());
  const at::Tensor classes =
      at::from_blob(bytes, {batch.count, batch.samples}, at::kByte).to(device).to(at::kLong);
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
    return hinted() && at::GradMode::is_enabled()
               ? at::stack({nats, hintLoss(wave->weights(), z, spectra(batch))})
               : nats.unsqueeze(0);
  }
  const at::Tensor pictures = [&] {
    const at::NoGradGuard nothingLearnt;
    return baselinePictures(classes);
  }();
  return std::get<BaselineNet>(with).loss(pictures, pitch).unsqueeze(0);
}

/// Sets the gradients; the loss without the hint.
double Learner::State::learn(const Batch& batch) {
  if (teacher) {
    Lesson lesson;
    lesson.weights = now.weights.data_ptr<float>();
    lesson.gradients = gradients.data_ptr<float>();
    if (pitchRows.defined())
      lesson.pitchRows = {pitchRows.data_ptr<float>(), static_cast<std::size_t>(pitchRows.numel())};
    const at::Tensor wanted = hinted() ? spectra(batch) : at::Tensor();
    if (wanted.defined()) lesson.spectra = wanted.data_ptr<float>();
    return teacher->run(lesson, batch).nats;
  }
  gradients.zero_();
  const at::Tensor both = loss(*net, batch);
  both.sum().backward();
  return both[0].item<double>();
}

double Learner::State::measure(const Batch& batch) {
  const at::NoGradGuard nothingLearnt;
  if (!teacher) return loss(*averageNet, batch)[0].item<double>();
  Lesson lesson;
  lesson.weights = now.averages.data_ptr<float>();
  if (pitchRows.defined())
    lesson.pitchRows = {pitchRows.data_ptr<float>(), static_cast<std::size_t>(pitchRows.numel())};
  return teacher->run(lesson, batch).nats;
}

/// Batch normalisation learns its statistics as the paper's does. Ours takes the plain mean over
/// the last batches before they are held: then what is trained is what is used.
void Learner::State::normalise() {
  auto& baseline = std::get<BaselineNet>(*net);
  if (holdAfter >= 0 && steps >= holdAfter) {
    if (steps == holdAfter && steps > 0) now.averages.copy_(now.weights.detach());
    return baseline.setTraining(false);
  }
  const std::int64_t measured = steps - (holdAfter - kMeasured);
  const double decay = holdAfter >= 0 && measured >= 0
                           ? static_cast<double>(measured) / static_cast<double>(measured + 1)
                           : decayAt(steps, kLargestNormDecay);
  baseline.setTraining(true, decay);
}

double Learner::State::step(const Batch& batch, double rate) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  if (!waveNet()) normalise();
  const double lossNow = learn(batch);
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

Learner::Learner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Learner::~Learner() = default;

Result<std::unique_ptr<Learner>> Learner::create(const ModelConfig& config,
                                                 const LearnerOptions& options) {
  return guarded([&]() -> Result<std::unique_ptr<Learner>> {
    useThreads(options.threads);
    if (options.device != "auto" && options.device != "cpu" && options.device != "cuda")
      return fail(ErrorCode::BadFormat,
                  "There is no device " + options.device + "; say auto, cpu or cuda");
    if (options.device == "cuda" && !at::hasCUDA())
      return fail(ErrorCode::Unsupported,
                  "This machine or this LibTorch has no CUDA; train on the cpu");
    auto state = std::make_unique<State>(config, options);
    if (options.device != "cpu" && at::hasCUDA()) {
      state->device = at::Device(at::kCUDA);
      at::globalContext().setAllowTF32CuBLAS(true);
      at::globalContext().setAllowTF32CuDNN(true);
    }
    const bool told = std::visit([](const auto& c) { return c.pitchConditioned; }, config);
    if (told && options.tricks.pitch && !options.paper) {
      auto rows = pitchSpread(state->waveNet() ? 4.0f : 1.0f);
      state->pitchRows =
          at::from_blob(rows.data(), {kKeys, kKeys}, at::kFloat).clone().to(state->device);
    } else if (told && state->waveNet()) {
      state->pitchRows = at::eye(kKeys, at::TensorOptions(at::kFloat).device(state->device));
    }
    if (const auto* sizes = state->waveNet())
      if (state->device.is_cpu() && CpuWaveNet::fits(*sizes) && !options.plain)
        state->teacher = std::make_unique<CpuTeacher>(*sizes, state->specs, threadsOf(options));
    state->begin(state->fresh());
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
    const auto config = model::configOf(*file);
    if (!config) return tl::unexpected(config.error());
    if (config->index() != state_->config.index())
      return fail(ErrorCode::BadFormat,
                  weights.string() + " holds another kind of model than the one to be trained");
    const auto read = model::nets::readWeights(*file, *config);
    if (!read) return tl::unexpected(read.error());
    state_->begin(grown(state_->fresh(), state_->config, *read, *config));
    if (state_->holdAfter > 0) state_->holdAfter = 0;
    return {};
  });
}

Result<double> Learner::step(const Batch& batch, double rate) {
  return guarded([&]() -> Result<double> {
    useThreads(state_->options.threads);
    return state_->step(batch, rate);
  });
}

Result<double> Learner::lossOf(const Batch& batch) {
  return guarded([&]() -> Result<double> {
    useThreads(state_->options.threads);
    return state_->measure(batch);
  });
}

Result<void> Learner::remember() {
  return guarded([&]() -> Result<void> {
    state_->remembered = state_->now.clone();
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
    metadata["hold_after"] = std::to_string(state_->holdAfter);
    metadata["recipe"] = recipeOf(state_->options);
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
    const auto recipe = metadata.find("recipe"), hold = metadata.find("hold_after");
    if (recipe == metadata.end() || recipe->second != recipeOf(state_->options))
      return fail(ErrorCode::BadFormat,
                  path.string() +
                      " belongs to a run with another recipe; choose another folder for "
                      "the run, or the same recipe to go on");
    if (hold != metadata.end()) state_->holdAfter = hold->second == "0" ? 0 : state_->holdAfter;
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
    Weights kept = tensorsIn(state_->now.averages, tensorsOf(state_->config));
    state_->spread(kept, true);
    return model::nets::writeWeights(weights, kept, state_->config, metadata);
  });
}

}  // namespace timbre::training
