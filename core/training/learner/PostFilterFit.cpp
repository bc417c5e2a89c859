#include "training/learner/PostFilterFit.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/Stopwatch.h"
#include "model/nets/TorchRuntime.h"
#include "training/data/Random.h"
#include "training/learner/OctaveLevelLoss.h"
#include "training/learner/PostFilterNetwork.h"
#include "training/learner/PostFilterScaling.h"

namespace timbre::training {

using model::kPostFilterBins;
using model::PostFilterExamples;
using model::PostFilterReport;
using model::PostFilterRequest;
using model::PostFilterWeights;

namespace {

constexpr float kNoise = 0.2f;    // of an embedding's deviation
constexpr float kLevelShare = 2;  // of the loss, beside the bins' squared error

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
  void addLevels(const std::vector<int>& frames, const at::Tensor& predicted,
                 const at::Tensor& wanted, const at::Tensor& back) const;
  std::optional<double> errorDb(int from, int to);
  Result<void> report();

  const PostFilterRequest& request_;
  const PostFilterExamples& examples_;
  model::PostFilterObserver& observer_;
  PostFilterScaling scaling_;
  OctaveLevelLoss levels_;
  PostFilterNetwork network_;
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
  std::vector<int> frames;
  Random random(request_.seed, steps_);
  const auto fitted = static_cast<std::size_t>(examples_.frames - examples_.heldBack);
  for (std::int64_t i = 0; i < batch; ++i) {
    const int frame = frames.emplace_back(examples_.heldBack + random.below(fitted));
    float* row = in.data_ptr<float>() + i * scaling_.inputs();
    scaling_.read(examples_, frame, row);
    for (int c = 0; c < noisy; ++c) row[c] += kNoise * random.normal();
    scaling_.spectrum(examples_, frame, wanted.data_ptr<float>() + i * kPostFilterBins);
  }
  const at::Tensor predicted = network_(in), error = predicted - wanted;
  if (!std::isfinite(error.square().mean().item<float>())) return false;
  error.mul_(2.0 / static_cast<double>(error.numel()));
  addLevels(frames, predicted, wanted, error);
  network_.learn(in, error);
  network_.step(rate);
  ++steps_;
  return true;
}

/// The gradient of the levels' loss goes to `back`.
void Fit::addLevels(const std::vector<int>& frames, const at::Tensor& predicted,
                    const at::Tensor& wanted, const at::Tensor& back) const {
  const at::Tensor mean = at::tensor(at::ArrayRef<float>(scaling_.meanSpectrum()));
  const at::Tensor here = predicted + mean, there = wanted + mean;
  const float weight = kLevelShare / static_cast<float>(frames.size());
  const auto row = [](const at::Tensor& rows, std::size_t i) {
    return std::span(rows.data_ptr<float>() + i * kPostFilterBins, kPostFilterBins);
  };
  for (std::size_t i = 0; i < frames.size(); ++i)
    levels_(row(here, i), row(there, i), examples_.pitch[static_cast<std::size_t>(frames[i])],
            weight, row(back, i));
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
