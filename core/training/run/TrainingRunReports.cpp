/// What a run measures and says.
#include <algorithm>
#include <chrono>

#include "base/Memory.h"
#include "training/run/Schedule.h"
#include "training/run/TrainingRun.h"

namespace timbre::training {

using model::TrainReport;

namespace {

constexpr int kHeldOutSamples = 4 * 6144;  // of the WaveNet's, a measurement
constexpr int kHeldOutNotes = 16;          // of the baseline's
constexpr double kHeldOutShare = 0.04;     // of the time

double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

double TrainingRun::partDone() const {
  return request_.minutes > 0 ? (secondsNow() - began_) / (60 * request_.minutes) : 0;
}

/// The same over all calls, for the schedule.
double TrainingRun::partOfAll() const {
  const double now = secondsBefore_ + secondsNow() - began_;
  return request_.minutes > 0 ? now / (secondsBefore_ + 60 * request_.minutes) : 0;
}

double TrainingRun::secondsLeft() const {
  double left = -1;
  if (request_.steps > 0)
    left = static_cast<double>(request_.steps - trainer_->steps()) * secondsAStep_;
  if (request_.minutes > 0) {
    const double byClock = 60 * request_.minutes - (secondsNow() - began_);
    left = left < 0 ? byClock : std::min(left, byClock);
  }
  return left < 0 ? -1 : left;
}

/// What the moving averages make of notes that are never trained on; negative where there are none.
Result<double> TrainingRun::lossOn(const std::vector<int>& kept) {
  if (kept.empty()) return -1.0;
  CropRule crops = rule();
  crops.count =
      std::min(crops.count, waveNet() ? kHeldOutSamples / crops.samples + 1 : kHeldOutNotes);
  crops.first = 0;
  crops.inputCorruption = false;
  crops.attacks = true;
  crops.levelDb = crops.cents = 0;
  crops.semitones = 0;
  const int batches = waveNet() ? std::max(1, kHeldOutSamples / (crops.count * crops.samples))
                                : std::max(1, kHeldOutNotes / crops.count);
  crops.seed = 1;  // the same crops in every run
  const NoteGroup group{1, kept};
  double sum = 0;
  for (int i = 0; i < batches; ++i) {
    const auto batch = draw(notes_, {&group, 1}, crops, i);
    if (!batch) return tl::unexpected(batch.error());
    const auto loss = trainer_->lossOf(*batch);
    if (!loss) return loss;
    sum += *loss;
  }
  return sum / batches;
}

/// Measures what is held out, unless that would take more than its share of the time.
Result<void> TrainingRun::measure(TrainReport& said) {
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

Result<void> TrainingRun::report(std::string remark) {
  if (!folder_) return {};
  const double now = secondsNow();
  if (const auto taken = trainer_->steps() - reportedStep_; taken > 0)
    secondsAStep_ = (now - reportedAt_) / static_cast<double>(taken);
  const CropRule batch = rule();
  TrainReport said;
  if (auto measured = measure(said); !measured) return measured;
  said.step = trainer_->steps();
  said.seconds = secondsBefore_ + now - began_;
  said.loss = meanLoss_;
  said.rate = rateScale_ * rateAt(request_, config_, said.step, partOfAll());
  said.perSecond = process_.size *
                   (waveNet() ? static_cast<double>(batch.count) * batch.samples : batch.count) /
                   secondsAStep_;
  said.secondsLeft = secondsLeft();
  said.peakMemoryMb = peakMemoryMb().value_or(-1);
  said.remark = std::move(remark);
  reportedAt_ = secondsNow();
  reportedStep_ = trainer_->steps();
  if (auto appended = onceThereIsRoom([&] { return folder_->append(said); }); !appended)
    return appended;
  observer_.reported(said);
  return {};
}

}  // namespace timbre::training
