#include "training/learner/PostFilterFit.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "base/Stopwatch.h"
#include "model/nets/TorchRuntime.h"
#include "training/data/Random.h"
#include "training/learner/PostFilterScaling.h"

namespace timbre::training {

using model::kPostFilterBins;
using model::PostFilterExamples;
using model::PostFilterReport;
using model::PostFilterRequest;
using model::PostFilterWeights;

namespace {

constexpr float kNoise = 0.2f;         // of an embedding's deviation
constexpr double kWeightDecay = 0.01;  // AdamW's, of the learning rate
constexpr int kLayers = 3;

/// An affine layer and what AdamW keeps of it. Weights are [in, out].
struct Layer {
  std::array<at::Tensor, 2> numbers, gradients, first, second;  ///< weights, biases
};

/// The network between even numbers and spectra less their mean. All on the CPU, nothing recorded:
/// the gradients of three layers are written down below.
class Network {
 public:
  explicit Network(const PostFilterWeights& weights, const model::WaveNetConfig& config,
                   int hidden);
  PostFilterWeights weights() const;

  at::Tensor operator()(const at::Tensor& in);
  /// After a call with `in`. `back`: the loss's gradient by what that call returned.
  void learn(const at::Tensor& in, at::Tensor back);
  void step(double rate);

 private:
  std::vector<std::string> names_;  ///< weights, biases, layer by layer
  std::array<Layer, kLayers> layers_;
  std::array<at::Tensor, kLayers - 1> heard_;  ///< behind each rectifier
  std::int64_t steps_ = 0;
};

Network::Network(const PostFilterWeights& weights, const model::WaveNetConfig& config, int hidden) {
  std::size_t at = 0;
  for (const auto& spec : postFilterTensors(config, hidden)) {
    names_.push_back(spec.name);
    const auto& values = weights.at(spec.name);
    const auto shape = spec.shape.size() == 1
                           ? spec.shape
                           : model::Shape{spec.shape.end()[-2], spec.shape.end()[-1]};
    Layer& layer = layers_[at / 2];
    layer.numbers[at % 2] = at::empty(shape, at::kFloat);
    std::copy(values.begin(), values.end(), layer.numbers[at % 2].data_ptr<float>());
    layer.first[at % 2] = at::zeros(shape, at::kFloat);
    layer.second[at % 2] = at::zeros(shape, at::kFloat);
    ++at;
  }
}

PostFilterWeights Network::weights() const {
  PostFilterWeights weights;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const at::Tensor& numbers = layers_[i / 2].numbers[i % 2];
    const float* begin = numbers.data_ptr<float>();
    weights[names_[i]] = {begin, begin + numbers.numel()};
  }
  return weights;
}

at::Tensor Network::operator()(const at::Tensor& in) {
  at::Tensor x = in;
  for (std::size_t i = 0; i < kLayers; ++i) {
    x = at::addmm(layers_[i].numbers[1], x, layers_[i].numbers[0]);
    if (i + 1 < kLayers) heard_[i] = x.relu_();
  }
  return x;
}

void Network::learn(const at::Tensor& in, at::Tensor back) {
  for (std::size_t i = kLayers; i-- > 0;) {
    const at::Tensor& heard = i == 0 ? in : heard_[i - 1];
    layers_[i].gradients = {at::mm(heard.t(), back), back.sum(0)};
    if (i > 0) back = at::mm(back, layers_[i].numbers[0].t()).mul_(heard.gt(0));
  }
}

void Network::step(double rate) {
  constexpr double kFirst = 0.9, kSecond = 0.999, kEpsilon = 1e-8;
  ++steps_;
  const double n = static_cast<double>(steps_);
  const double first = 1 - std::pow(kFirst, n), second = std::sqrt(1 - std::pow(kSecond, n));
  for (Layer& layer : layers_)
    for (std::size_t i = 0; i < layer.numbers.size(); ++i) {
      const at::Tensor& gradient = layer.gradients[i];
      layer.first[i].mul_(kFirst).add_(gradient, 1 - kFirst);
      layer.second[i].mul_(kSecond).addcmul_(gradient, gradient, 1 - kSecond);
      const at::Tensor size = layer.second[i].sqrt().div_(second).add_(kEpsilon);
      layer.numbers[i].mul_(1 - rate * kWeightDecay).addcdiv_(layer.first[i], size, -rate / first);
    }
}

/// Evenly spread, as affine layers usually begin.
PostFilterWeights freshWeights(const PostFilterRequest& request) {
  PostFilterWeights weights;
  double reach = 0;
  std::int64_t part = 0;
  for (const auto& spec : postFilterTensors(request.config, request.hidden)) {
    Random random(request.seed, -1, part++);
    if (spec.shape.size() > 1) reach = 1 / std::sqrt(static_cast<double>(spec.shape.end()[-2]));
    std::int64_t count = 1;
    for (const auto size : spec.shape) count *= size;
    auto& values = weights[spec.name];
    values.resize(static_cast<std::size_t>(count));
    for (float& x : values) x = static_cast<float>(reach) * (2 * random.uniform() - 1);
  }
  return weights;
}

class Fit {
 public:
  Fit(const PostFilterRequest& request, const PostFilterExamples& examples,
      model::PostFilterObserver& observer)
      : request_(request),
        examples_(examples),
        observer_(observer),
        scaling_(examples, request.config.pitchConditioned),
        network_(firstWeights(), request.config, request.hidden) {}

  Result<PostFilterWeights> run();

 private:
  PostFilterWeights firstWeights() const;
  double fraction() const;
  bool step(double rate);
  std::optional<double> errorDb(int from, int to);
  Result<void> report();

  const PostFilterRequest& request_;
  const PostFilterExamples& examples_;
  model::PostFilterObserver& observer_;
  PostFilterScaling scaling_;
  Network network_;
  Stopwatch watch_;
  std::int64_t steps_ = 0;
};

PostFilterWeights Fit::firstWeights() const {
  if (request_.start.empty()) return freshWeights(request_);
  PostFilterWeights weights = request_.start;
  scaling_.unfold(weights, request_.hidden);
  return weights;
}

double Fit::fraction() const {
  return std::min(1.0, request_.steps > 0
                           ? static_cast<double>(steps_) / static_cast<double>(request_.steps)
                           : watch_.seconds() / (60 * request_.minutes));
}

/// False when the error is not a number any more.
bool Fit::step(double rate) {
  const int batch = request_.batch, noisy = 3 * examples_.channels;
  const at::Tensor in = at::empty({batch, scaling_.inputs()}, at::kFloat);
  const at::Tensor wanted = at::empty({batch, kPostFilterBins}, at::kFloat);
  Random random(request_.seed, steps_);
  const auto fitted = static_cast<std::size_t>(examples_.frames - examples_.heldBack);
  for (std::int64_t i = 0; i < batch; ++i) {
    const int frame = examples_.heldBack + random.below(fitted);
    float* row = in.data_ptr<float>() + i * scaling_.inputs();
    scaling_.read(examples_, frame, row);
    for (int c = 0; c < noisy; ++c) row[c] += kNoise * random.normal();
    scaling_.spectrum(examples_, frame, wanted.data_ptr<float>() + i * kPostFilterBins);
  }
  const at::Tensor error = network_(in).sub_(wanted);
  if (!std::isfinite(error.square().mean().item<float>())) return false;
  network_.learn(in, error.mul_(2.0 / static_cast<double>(error.numel())));
  network_.step(rate);
  ++steps_;
  return true;
}

/// Over frames spread evenly from `from` to `to`; nothing when cancelled.
std::optional<double> Fit::errorDb(int from, int to) {
  constexpr int kMost = 4096, kAtATime = 512;
  const int count = std::min(kMost, to - from);
  double squares = 0;
  for (int first = 0; first < count; first += kAtATime) {
    if (observer_.cancelled()) return std::nullopt;
    const int some = std::min(kAtATime, count - first);
    const at::Tensor in = at::empty({some, scaling_.inputs()}, at::kFloat);
    const at::Tensor wanted = at::empty({some, kPostFilterBins}, at::kFloat);
    for (std::int64_t i = 0; i < some; ++i) {
      const auto frame = from + static_cast<int>((first + i) * (to - from) / count);
      scaling_.read(examples_, frame, in.data_ptr<float>() + i * scaling_.inputs());
      scaling_.spectrum(examples_, frame, wanted.data_ptr<float>() + i * kPostFilterBins);
    }
    squares += network_(in).sub_(wanted).square_().sum(at::kDouble).item<double>();
  }
  return 20 * std::sqrt(squares / count / kPostFilterBins);
}

Result<void> Fit::report() {
  PostFilterReport report{steps_, watch_.seconds(), 0, -1, -1};
  const auto fitted = errorDb(examples_.heldBack, examples_.frames);
  const auto heldBack =
      examples_.heldBack > 0 ? errorDb(0, examples_.heldBack) : std::optional<double>(-1);
  if (!fitted || !heldBack) return cancelled();
  report.fittedDb = *fitted;
  report.heldBackDb = *heldBack;
  if (const double done = fraction(); done > 0)
    report.secondsLeft = report.seconds * (1 - done) / done;
  observer_.reported(report);
  return {};
}

Result<PostFilterWeights> Fit::run() {
  double reported = 0;
  for (double done = 0; done < 1; done = fraction()) {
    if (observer_.cancelled()) return cancelled();
    observer_.advanced(done);
    if (!step(request_.rate * 0.5 * (1 + std::cos(std::numbers::pi * done))))
      return fail(ErrorCode::Internal,
                  "The fit diverged at step " + std::to_string(steps_ + 1) +
                      ": its error is no longer finite; use a lower learning rate");
    if (watch_.seconds() - reported < request_.reportSeconds) continue;
    if (auto said = report(); !said) return tl::unexpected(said.error());
    reported = watch_.seconds();
  }
  if (auto said = report(); !said) return tl::unexpected(said.error());
  PostFilterWeights weights = network_.weights();
  scaling_.fold(weights, request_.hidden);
  return weights;
}

Result<void> check(const PostFilterRequest& r, const PostFilterExamples& examples) {
  const auto bad = [](std::string what) { return fail(ErrorCode::BadFormat, std::move(what)); };
  if (r.hidden < 1 || r.hidden > 4096 || r.batch < 1 || r.batch > 65536)
    return bad("A post-filter needs 1 to 4096 hidden units and 1 to 65536 frames per step");
  if (r.steps < 0 || (r.steps == 0 && !(r.minutes > 0 && r.minutes < 1e6)))
    return bad("Give the number of steps or minutes for the fit of the post-filter");
  if (!(r.rate > 0 && r.rate < 1))
    return bad("The learning rate of the fit must be between 0 and 1");
  const auto frames = static_cast<std::size_t>(std::max(0, examples.frames));
  if (examples.heldBack < 0 || examples.frames - examples.heldBack < 1)
    return bad("There are no notes to fit a post-filter to; give more notes");
  if (examples.channels != r.config.z ||
      examples.embeddings.size() != frames * 3 * static_cast<std::size_t>(r.config.z) ||
      examples.pitch.size() != frames || examples.spectra.size() != frames * kPostFilterBins ||
      std::any_of(examples.pitch.begin(), examples.pitch.end(), [](int p) { return p > 127; }))
    return bad("These examples belong to another model");
  for (const auto& spec : postFilterTensors(r.config, r.hidden)) {
    std::int64_t count = 1;
    for (const auto size : spec.shape) count *= size;
    const auto found = r.start.find(spec.name);
    if (!r.start.empty() &&
        (found == r.start.end() || found->second.size() != static_cast<std::size_t>(count)))
      return bad("The post-filter to continue from has another size; start from scratch");
  }
  return {};
}

}  // namespace

Result<PostFilterWeights> fitPostFilter(const PostFilterRequest& request,
                                        const PostFilterExamples& examples,
                                        model::PostFilterObserver& observer) {
  return catchExceptions(model::kExceptionText, [&]() -> Result<PostFilterWeights> {
    if (auto checked = check(request, examples); !checked) return tl::unexpected(checked.error());
    // A step is ten milliseconds of many small products: on a busy machine two cores that wait for
    // each other were six times slower than one.
    const model::nets::InferenceCall call(1);
    return Fit(request, examples, observer).run();
  });
}

}  // namespace timbre::training
