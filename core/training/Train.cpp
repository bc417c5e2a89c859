#include "training/Train.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "training/Crops.h"
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
constexpr int kMostCoresAStep = 4;  // unless a batch is asked for

/// Large tensors would be taken from the system and given back at every operation: a seventh of the
/// time.
void keepMemory() {
#ifdef __GLIBC__
  constexpr int kKept = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, kKept);
  mallopt(M_TRIM_THRESHOLD, kKept);
#endif
}

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
  if (r.recipe != "paper" && r.recipe != "compact")
    return bad("There is no recipe " + r.recipe + "; say compact or paper");
  if (!(r.tricks.levelDb >= 0 && r.tricks.levelDb <= 40 && r.tricks.cents >= 0 &&
        r.tricks.cents <= 100))
    return bad("Crops can be varied by 0 to 40 dB and 0 to 100 cents");
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
  bool compact() const { return request_.recipe == "compact"; }
  int usualBatch() const;
  CropRule rule() const;
  double partDone() const;
  double partOfAll() const;
  double secondsLeft() const;
  bool finished() const;
  Result<void> oneStep();
  Result<void> retreat();
  Result<void> report(std::string remark = {});
  Result<double> lossOn(const std::vector<int>& kept);
  Result<void> measure(TrainReport& said);
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

/// On a CPU it is the number of steps that counts, so a step takes as little as keeps the cores
/// busy.
int Run::usualBatch() const {
  if (!waveNet()) return 8;
  if (learner_->onGpu()) return 32;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(request_.threads > 0 ? request_.threads : cores, 1, kMostCoresAStep);
}

CropRule Run::rule() const {
  return {.count = request_.batch > 0 ? request_.batch : usualBatch(),
          .samples = waveNet() ? request_.crop : kNoteSamples,
          .attacks = compact() && request_.tricks.attacks,
          .history = waveNet() && compact() && request_.tricks.history,
          .levelDb = compact() ? request_.tricks.levelDb : 0,
          .cents = compact() ? request_.tricks.cents : 0,
          .seed = request_.seed};
}

Result<void> Run::prepare() {
  PartOf loading(ears_, 0, 0);
  auto notes = loadNotes(request_.notes, compact() && request_.tricks.balance, loading);
  if (!notes) return tl::unexpected(std::move(notes.error()));
  notes_ = std::move(*notes);
  auto learner = Learner::create(config_, {.seed = request_.seed,
                                           .paper = !compact(),
                                           .tricks = request_.tricks,
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

/// The same over all calls, for the schedule.
double Run::partOfAll() const {
  const double now = secondsBefore_ + secondsNow() - began_;
  return request_.minutes > 0 ? now / (secondsBefore_ + 60 * request_.minutes) : 0;
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

/// What the moving averages make of notes that are never trained on; negative where there are none.
Result<double> Run::lossOn(const std::vector<int>& kept) {
  if (kept.empty()) return -1.0;
  CropRule crops = rule();
  crops.count =
      std::min(crops.count, waveNet() ? kHeldOutSamples / crops.samples + 1 : kHeldOutNotes);
  crops.history = false;
  crops.levelDb = crops.cents = 0;
  const int batches = waveNet() ? std::max(1, kHeldOutSamples / (crops.count * crops.samples))
                                : std::max(1, kHeldOutNotes / crops.count);
  crops.seed = 1;  // the same crops in every run
  const NoteGroup group{1, kept};
  double sum = 0;
  for (int i = 0; i < batches; ++i) {
    const auto loss = learner_->lossOf(draw(notes_, {&group, 1}, crops, i));
    if (!loss) return loss;
    sum += *loss;
  }
  return sum / batches;
}

/// Measures what is kept back, unless that would take more than its share of the time.
Result<void> Run::measure(TrainReport& said) {
  const double now = secondsNow();
  if (heldOutCost_ > kHeldOutShare * (now - heldOutAt_)) return {};
  const auto heldOut = lossOn(notes_.heldOut), unseen = lossOn(notes_.unseen);
  if (!heldOut) return tl::unexpected(heldOut.error());
  if (!unseen) return tl::unexpected(unseen.error());
  said.heldOut = *heldOut;
  said.unseen = *unseen;
  heldOutAt_ = secondsNow();
  heldOutCost_ = heldOutAt_ - now;
  return {};
}

Result<void> Run::report(std::string remark) {
  const double now = secondsNow();
  if (const auto taken = learner_->steps() - reportedStep_; taken > 0)
    secondsAStep_ = (now - reportedAt_) / static_cast<double>(taken);
  const CropRule batch = rule();
  TrainReport said;
  if (auto measured = measure(said); !measured) return measured;
  said.step = learner_->steps();
  said.seconds = secondsBefore_ + now - began_;
  said.loss = meanLoss_;
  said.rate = rateScale_ * rateAt(request_, config_, said.step, partOfAll());
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
  const double rate = rateScale_ * rateAt(request_, config_, learner_->steps(), partOfAll());
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
  keepMemory();
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
