#include "training/Train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>

#include "training/Learner.h"
#include "training/Notes.h"
#include "training/RunFolder.h"
#include "training/Schedule.h"

namespace timbre::training {

using model::ModelConfig;
using model::TrainReport;
using model::TrainRequest;

namespace {

constexpr int kHeldOutSamples = 4 * 6144;  // of the WaveNet's, a measurement
constexpr int kHeldOutNotes = 16;          // of the baseline's
constexpr double kHeldOutShare = 0.04;     // of the time
constexpr int kMostRetreats = 8;

double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A double of the state's metadata, or `otherwise`.
double numberIn(const std::map<std::string, std::string>& metadata, const char* key,
                double otherwise) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return otherwise;
  char* end = nullptr;
  const double value = std::strtod(found->second.c_str(), &end);
  return *end == 0 && std::isfinite(value) ? value : otherwise;
}

/// Hexadecimal, so that it comes back to the last bit.
std::string exactly(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  return text;
}

Result<void> checkRequest(const TrainRequest& r, const ModelConfig& config) {
  const auto bad = [](std::string what) { return fail(ErrorCode::BadFormat, std::move(what)); };
  if (r.run.empty()) return bad("A training run needs a folder of its own; name one");
  if (r.schedule != "paper" && r.schedule != "cosine")
    return bad("There is no schedule " + r.schedule + "; say paper or cosine");
  if (r.steps < 0 || r.minutes < 0 || r.scheduleSteps < 0 || r.batch < 0 || r.batch > 4096 ||
      !(r.rate >= 0 && r.rate < 1))
    return bad(
        "Steps, minutes, batch and rate must not be negative, the batch at most 4096 and the rate "
        "below 1");
  if (const auto* waveNet = std::get_if<model::WaveNetConfig>(&config))
    if (r.crop < waveNet->hop || r.crop > kNoteSamples || r.crop % waveNet->hop != 0)
      return bad("A crop of " + std::to_string(r.crop) +
                 " samples does not fit; say a multiple of " + std::to_string(waveNet->hop) +
                 " up to " + std::to_string(kNoteSamples));
  return {};
}

class Run {
 public:
  Run(const TrainRequest& request, const ModelConfig& config, model::TrainingEars& ears,
      RunFolder folder)
      : request_(request), config_(config), ears_(ears), folder_(std::move(folder)) {}

  Result<void> prepare();
  Result<void> loop();

 private:
  bool waveNet() const { return std::holds_alternative<model::WaveNetConfig>(config_); }
  CropRule rule() const;
  double partDone() const;
  double secondsLeft() const;
  bool finished() const;
  Result<void> oneStep();
  Result<void> retreat();
  Result<void> report(std::string remark = {});
  Result<double> heldOutLoss();
  Result<void> save();

  TrainRequest request_;
  ModelConfig config_;
  model::TrainingEars& ears_;
  RunFolder folder_;
  Notes notes_;
  std::unique_ptr<Learner> learner_;
  double secondsBefore_ = 0;  ///< trained in earlier calls
  double began_ = 0;          ///< on the clock, when this call's training began
  double meanLoss_ = -1;
  double rateScale_ = 1;
  int retreats_ = 0;
  std::int64_t firstStep_ = 0;
  double reportedAt_ = 0, savedAt_ = 0, heldOutAt_ = 0, heldOutCost_ = 0;
  std::int64_t reportedStep_ = 0;
  double secondsAStep_ = 1;  ///< between the last two reports
};

CropRule Run::rule() const {
  const int usual = waveNet() ? (learner_->onGpu() ? 32 : 1) : 8;
  return {.count = request_.batch > 0 ? request_.batch : usual,
          .samples = waveNet() ? request_.crop : kNoteSamples,
          .attacks = request_.schedule == "cosine",
          .seed = request_.seed};
}

Result<void> Run::prepare() {
  PartOf loading(ears_, 0, 0);
  auto notes = loadNotes(request_.notes, loading);
  if (!notes) return tl::unexpected(std::move(notes.error()));
  notes_ = std::move(*notes);
  auto learner = Learner::create(config_, {.seed = request_.seed,
                                           .quietBranches = request_.schedule == "cosine",
                                           .device = request_.device,
                                           .threads = request_.threads});
  if (!learner) return tl::unexpected(std::move(learner.error()));
  learner_ = std::move(*learner);
  if (folder_.hasState()) {
    const auto metadata = learner_->load(folder_.state());
    if (!metadata) return tl::unexpected(metadata.error());
    secondsBefore_ = numberIn(*metadata, "seconds", 0);
    meanLoss_ = numberIn(*metadata, "mean_loss", -1);
    rateScale_ = numberIn(*metadata, "rate_scale", 1);
  } else if (!request_.init.empty()) {
    if (auto started = learner_->startFrom(request_.init); !started) return started;
  }
  return learner_->remember();
}

double Run::partDone() const {
  return request_.minutes > 0 ? (secondsNow() - began_) / (60 * request_.minutes) : 0;
}

bool Run::finished() const {
  return (request_.steps > 0 && learner_->steps() >= request_.steps) || partDone() >= 1;
}

double Run::secondsLeft() const {
  double left = -1;
  if (request_.steps > 0)
    left = static_cast<double>(request_.steps - learner_->steps()) * secondsAStep_;
  if (request_.minutes > 0) {
    const double byClock = 60 * request_.minutes - (secondsNow() - began_);
    left = left < 0 ? byClock : std::min(left, byClock);
  }
  return left < 0 ? -1 : left;
}

Result<void> Run::save() {
  savedAt_ = secondsNow();
  const double seconds = secondsBefore_ + savedAt_ - began_;
  const std::map<std::string, std::string> more{{"seconds", exactly(seconds)},
                                                {"mean_loss", exactly(meanLoss_)},
                                                {"rate_scale", exactly(rateScale_)}};
  if (auto saved = learner_->save(folder_.state(), more); !saved) return saved;
  return learner_->writeModel(folder_.weights(), {{"step", std::to_string(learner_->steps())}});
}

/// What the moving averages make of notes that are never trained on; negative where there are none,
/// or when measuring would take more than its share of the time.
Result<double> Run::heldOutLoss() {
  const double now = secondsNow();
  if (notes_.heldOut.empty() || heldOutCost_ > kHeldOutShare * (now - heldOutAt_)) return -1.0;
  CropRule kept = rule();
  kept.count = std::min(kept.count, waveNet() ? kHeldOutSamples / kept.samples + 1 : kHeldOutNotes);
  const int batches = waveNet() ? std::max(1, kHeldOutSamples / (kept.count * kept.samples))
                                : std::max(1, kHeldOutNotes / kept.count);
  kept.seed = 1;  // the same crops in every run
  double sum = 0;
  for (int i = 0; i < batches; ++i) {
    const auto loss = learner_->lossOf(draw(notes_, notes_.heldOut, kept, i));
    if (!loss) return loss;
    sum += *loss;
  }
  heldOutAt_ = secondsNow();
  heldOutCost_ = heldOutAt_ - now;
  return sum / batches;
}

Result<void> Run::report(std::string remark) {
  const double now = secondsNow();
  if (const auto taken = learner_->steps() - reportedStep_; taken > 0)
    secondsAStep_ = (now - reportedAt_) / static_cast<double>(taken);
  const auto heldOut = heldOutLoss();
  if (!heldOut) return tl::unexpected(heldOut.error());
  const CropRule batch = rule();
  TrainReport said;
  said.step = learner_->steps();
  said.seconds = secondsBefore_ + now - began_;
  said.loss = meanLoss_;
  said.heldOut = *heldOut;
  said.rate = rateScale_ * rateAt(request_, config_, said.step, partDone());
  said.perSecond =
      (waveNet() ? static_cast<double>(batch.count) * batch.samples : batch.count) / secondsAStep_;
  said.secondsLeft = secondsLeft();
  said.remark = std::move(remark);
  reportedAt_ = secondsNow();
  reportedStep_ = learner_->steps();
  if (auto appended = folder_.append(said); !appended) return appended;
  ears_.reported(said);
  return {};
}

/// After numbers that are not finite: back to the last good state, with half the rate.
Result<void> Run::retreat() {
  if (++retreats_ > kMostRetreats)
    return fail(ErrorCode::Internal,
                "The training does not stay finite even at a small learning rate; begin again in "
                "another folder with a smaller rate");
  rateScale_ /= 2;
  if (auto back = learner_->goBack(); !back) return back;
  if (retreats_ > 1) return {};
  return report("The loss was not finite: went back to step " + std::to_string(learner_->steps()) +
                " and goes on with half the learning rate");
}

Result<void> Run::oneStep() {
  const double rate = rateScale_ * rateAt(request_, config_, learner_->steps(), partDone());
  // After a retreat other crops are drawn, else the same ones would lead to the same end.
  CropRule drawn = rule();
  drawn.seed += static_cast<std::uint64_t>(std::lround(-std::log2(rateScale_))) << 32;
  const auto loss = learner_->step(draw(notes_, notes_.trained, drawn, learner_->steps()), rate);
  if (!loss) return tl::unexpected(loss.error());
  if (!std::isfinite(*loss)) return retreat();
  meanLoss_ = meanLoss_ < 0 ? *loss : 0.98 * meanLoss_ + 0.02 * *loss;
  return {};
}

Result<void> Run::loop() {
  began_ = reportedAt_ = savedAt_ = secondsNow();
  heldOutAt_ = began_ - 1e6;  // the first report measures it
  firstStep_ = reportedStep_ = learner_->steps();
  while (!finished()) {
    if (ears_.cancelled()) {
      if (auto saved = save(); !saved) return saved;
      return cancelled();
    }
    if (auto done = oneStep(); !done) return done;
    const double bySteps =
        request_.steps > 0
            ? static_cast<double>(learner_->steps() - firstStep_) /
                  static_cast<double>(std::max<std::int64_t>(1, request_.steps - firstStep_))
            : 0;
    ears_.advanced(std::clamp(std::max(bySteps, partDone()), 0.0, 1.0));
    if (secondsNow() - reportedAt_ >= request_.reportSeconds) {
      if (auto said = report(); !said) return said;
      if (auto kept = learner_->remember(); !kept) return kept;
    }
    if (secondsNow() - savedAt_ >= request_.checkpointSeconds)
      if (auto saved = save(); !saved) return saved;
  }
  heldOutAt_ = began_ - 1e6;  // and so does the last
  if (auto said = report(); !said) return said;
  return save();
}

Result<void> trainOrThrow(const TrainRequest& request, model::TrainingEars& ears) {
  const auto config = model::parseConfig(request.config, "The training request");
  if (!config) return tl::unexpected(config.error());
  if (auto checked = checkRequest(request, *config); !checked) return checked;
  auto folder = RunFolder::open(request, *config);
  if (!folder) return tl::unexpected(std::move(folder.error()));
  Run run(request, *config, ears, std::move(*folder));
  if (auto ready = run.prepare(); !ready) return ready;
  return run.loop();
}

}  // namespace

Result<void> train(const TrainRequest& request, model::TrainingEars& ears) {
  try {
    return trainOrThrow(request, ears);
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Internal,
                "There is not enough memory for these notes and this model; train on fewer notes");
  } catch (const std::exception& e) {
    return fail(ErrorCode::Internal, std::string("The training gave up: ") + e.what());
  }
}

}  // namespace timbre::training
