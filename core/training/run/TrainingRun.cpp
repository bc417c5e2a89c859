#include "training/run/TrainingRun.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>

#include "base/AtomicFile.h"
#include "base/Cores.h"
#include "base/CountText.h"
#include "base/Log.h"
#include "base/Memory.h"
#include "training/run/Schedule.h"

namespace timbre::training {

namespace {

constexpr int kMostRetreats = 8;
constexpr int kMostCoresAStep = 4;  // unless a batch is asked for
constexpr auto kBetweenLooks = std::chrono::milliseconds(50);
constexpr int kLooksForRoom = 20;  // then a full disk is tried again

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

}  // namespace

/// On a CPU it is the number of steps that counts, so a step takes as little as keeps the cores
/// busy.
int TrainingRun::usualBatch() const {
  if (!waveNet()) return std::clamp(notes_.trainedCount() / process_.size, 1, 8);
  if (trainer_->onGpu()) return 32;
  return std::clamp(coresOr(request_.threads), 1, kMostCoresAStep);
}

CropRule TrainingRun::rule() const {
  const int count = request_.batch > 0 ? request_.batch : usualBatch();
  return {.count = count,
          .first = process_.rank * count,
          .samples = waveNet() ? request_.crop : kNoteSamples,
          .attacks = compact() && request_.recipeOptions.attacks,
          .inputCorruption = waveNet() && compact() && request_.recipeOptions.inputCorruption,
          .levelDb = compact() ? request_.recipeOptions.levelDb : 0,
          .cents = compact() ? request_.recipeOptions.cents : 0,
          .semitones = compact() ? request_.recipeOptions.semitones : 0,
          .seed = request_.seed};
}

/// More than there is to draw from would only be the same again.
Result<void> TrainingRun::checkBatch() const {
  const CropRule batch = rule();
  const std::int64_t wanted = static_cast<std::int64_t>(batch.count) * process_.size;
  const std::int64_t there =
      static_cast<std::int64_t>(notes_.trainedCount()) * (kNoteSamples / batch.samples);
  if (wanted <= there) return {};
  return fail(ErrorCode::BadFormat, "A batch of " + std::to_string(wanted) +
                                        " is larger than the set, which has " +
                                        countText(there, waveNet() ? "crop" : "note") +
                                        " to train on; use a smaller --batch or more notes");
}

Result<void> TrainingRun::prepare() {
  PartOf loading(observer_, 0, 0);
  auto notes = loadNotes(request_.notes, compact() && request_.recipeOptions.balance, loading);
  if (!notes) return tl::unexpected(std::move(notes.error()));
  notes_ = std::move(*notes);
  auto trainer = Trainer::create(config_, {.seed = request_.seed,
                                           .paper = !compact(),
                                           .recipeOptions = request_.recipeOptions,
                                           .device = request_.device,
                                           .threads = request_.threads,
                                           .process = process_});
  if (!trainer) return tl::unexpected(std::move(trainer.error()));
  trainer_ = std::move(*trainer);
  if (auto fits = checkBatch(); !fits) return fits;
  if (folder_)
    if (auto restored = restore(); !restored) return restored;
  std::array numbers{clock_.before(), meanLoss_, rateScale_};
  if (auto shared = trainer_->share(numbers); !shared) return shared;
  clock_.setBefore(numbers[0]);
  meanLoss_ = numbers[1];
  rateScale_ = numbers[2];
  return trainer_->takeSnapshot();
}

/// The folder's state, or the weights to begin with.
Result<void> TrainingRun::restore() {
  if (!folder_->hasState())
    return request_.init.empty() ? Result<void>() : trainer_->startFrom(request_.init);
  const auto metadata = trainer_->load(folder_->state());
  if (!metadata) return tl::unexpected(metadata.error());
  clock_.setBefore(numberIn(*metadata, "seconds", 0));
  meanLoss_ = numberIn(*metadata, "mean_loss", -1);
  rateScale_ = numberIn(*metadata, "rate_scale", 1);
  return {};
}

Result<void> TrainingRun::save() {
  if (!folder_) return {};
  savedAt_ = TrainingClock::now();
  const std::map<std::string, std::string> more{{"seconds", exactly(clock_.seconds())},
                                                {"mean_loss", exactly(meanLoss_)},
                                                {"rate_scale", exactly(rateScale_)}};
  if (auto saved = trainer_->save(folder_->state(), more); !saved) return saved;
  return trainer_->writeModel(folder_->weights(), {{"step", std::to_string(trainer_->steps())}});
}

Result<void> TrainingRun::report(std::string remark) {
  if (!folder_) return {};
  const double now = TrainingClock::now(), seconds = clock_.seconds();
  if (const auto taken = trainer_->steps() - reportedStep_; taken > 0)
    secondsAStep_ = (now - reportedAt_) / static_cast<double>(taken);
  const CropRule batch = rule();
  model::TrainReport said;
  if (auto measured = heldOut_.measure(notes_, *trainer_, batch, !waveNet(), said); !measured)
    return measured;
  said.step = trainer_->steps();
  said.seconds = seconds;
  said.loss = meanLoss_;
  said.rate = rateScale_ * rateAt(request_, config_, said.step, clock_.partOfAll());
  said.perSecond = process_.size *
                   (waveNet() ? static_cast<double>(batch.count) * batch.samples : batch.count) /
                   secondsAStep_;
  const auto stepsLeft = request_.steps > 0 ? request_.steps - said.step : std::int64_t{-1};
  said.secondsLeft = clock_.secondsLeft(static_cast<double>(stepsLeft), secondsAStep_);
  said.peakMemoryMb = peakMemoryMb().value_or(-1);
  said.remark = std::move(remark);
  reportedAt_ = TrainingClock::now();
  reportedStep_ = trainer_->steps();
  if (auto appended = onceThereIsRoom([&] { return folder_->append(said); }); !appended)
    return appended;
  observer_.reported(said);
  return {};
}

/// A state that cannot be written is not a reason to stop: the one before is still there.
Result<void> TrainingRun::saveOrSay() {
  const auto saved = onceThereIsRoom([&] { return save(); });
  if (!saved && observer_.cancelled()) return saved;
  const bool said = unsaved_;
  unsaved_ = !saved;
  if (saved || said) return {};
  return report(
      "The checkpoint could not be written. The previous one is kept and the training continues: " +
      saved.error().message);
}

/// A full disk is waited for: room may be made. The clock stands still meanwhile.
Result<void> TrainingRun::onceThereIsRoom(const std::function<Result<void>()>& write) {
  auto written = write();
  if (written || !isDiskFull(written.error())) return written;
  const auto say = [&](std::string remark) {
    logWarning(remark);
    observer_.reported({.step = trainer_->steps(), .loss = meanLoss_, .remark = std::move(remark)});
  };
  say("The disk is full. The training waits until there is room for " + folder_->path().string());
  while (!written && isDiskFull(written.error())) {
    const double since = TrainingClock::now();
    for (int look = 0; look < kLooksForRoom; ++look) {
      if (observer_.cancelled()) return written;
      std::this_thread::sleep_for(kBetweenLooks);
    }
    const double waited = TrainingClock::now() - since;
    clock_.standStill(waited);
    heldOut_.standStill(waited);
    for (double* time : {&reportedAt_, &savedAt_}) *time += waited;
    written = write();
  }
  if (written) say("There is room again. The training resumes");
  return written;
}

/// After numbers that are not finite: back to the last good state, with half the rate.
Result<void> TrainingRun::rollBack() {
  if (++rollBacks_ > kMostRetreats)
    return fail(ErrorCode::Internal,
                "The loss does not stay finite even at a small learning rate; start a new run in "
                "another folder with a lower rate");
  rateScale_ /= 2;
  if (auto back = trainer_->restoreSnapshot(); !back) return back;
  if (rollBacks_ > 1) return {};
  return report("The loss was not finite: the training returned to step " +
                std::to_string(trainer_->steps()) + " and continues with half the learning rate");
}

/// The notes cannot be read on: what was learnt until now is kept.
Result<void> TrainingRun::notesGone(const Error& error) {
  (void)save();
  return tl::unexpected(error);
}

Result<void> TrainingRun::oneStep(double part) {
  const double rate = rateScale_ * rateAt(request_, config_, trainer_->steps(), part);
  // After a retreat other crops are drawn, else the same ones would lead to the same end.
  CropRule drawn = rule();
  drawn.seed += static_cast<std::uint64_t>(std::lround(-std::log2(rateScale_))) << 32;
  const auto batch = draw(notes_, notes_.trained, drawn, trainer_->steps());
  if (!batch) return notesGone(batch.error());
  const auto loss = trainer_->step(*batch, rate);
  if (!loss) return tl::unexpected(loss.error());
  if (!std::isfinite(*loss)) return rollBack();
  meanLoss_ = meanLoss_ < 0 ? *loss : 0.98 * meanLoss_ + 0.02 * *loss;
  return {};
}

TrainingRun::Conditions TrainingRun::pollConditions() const {
  const double now = TrainingClock::now();
  Conditions here;
  here.cancelled = observer_.cancelled();
  here.finished =
      (request_.steps > 0 && trainer_->steps() >= request_.steps) || clock_.partDone() >= 1;
  here.report = now - reportedAt_ >= request_.reportSeconds && trainer_->steps() > reportedStep_;
  here.save = now - savedAt_ >= request_.checkpointSeconds && trainer_->steps() > firstStep_;
  here.part = clock_.partOfAll();
  return here;
}

/// Rank 0's moment; cancelled as soon as any process is.
Result<TrainingRun::Conditions> TrainingRun::agree() {
  const Conditions here = pollConditions();
  if (process_.size == 1) return here;
  const double weight = process_.first() ? process_.size : 0;
  std::array numbers{here.cancelled ? 1.0 : 0.0, weight * here.finished, weight * here.report,
                     weight * here.save, weight * here.part};
  if (auto met = trainer_->mean(numbers); !met) return tl::unexpected(met.error());
  return Conditions{numbers[0] > 0, numbers[1] > 0, numbers[2] > 0, numbers[3] > 0, numbers[4]};
}

void TrainingRun::advance() {
  const double all = static_cast<double>(std::max<std::int64_t>(1, request_.steps - firstStep_));
  const double taken = static_cast<double>(trainer_->steps() - firstStep_);
  observer_.advanced(
      std::clamp(std::max(request_.steps > 0 ? taken / all : 0, clock_.partDone()), 0.0, 1.0));
}

Result<void> TrainingRun::loop() {
  clock_.start();
  reportedAt_ = savedAt_ = TrainingClock::now();
  heldOut_.insist();  // the first report measures it
  firstStep_ = reportedStep_ = trainer_->steps();
  for (;;) {
    const auto now = agree();
    if (!now) return tl::unexpected(now.error());
    if (now->report && !now->finished) {
      if (auto said = report(); !said) return said;
      if (auto kept = trainer_->takeSnapshot(); !kept) return kept;
    }
    if (now->cancelled) {
      if (auto saved = save(); !saved) return saved;
      return cancelled();
    }
    if (now->finished) break;
    if (now->save)
      if (auto saved = saveOrSay(); !saved) return saved;
    if (auto done = oneStep(now->part); !done) return done;
    advance();
  }
  heldOut_.insist();  // and so does the last
  if (auto said = report(); !said) return said;
  return onceThereIsRoom([&] { return save(); });
}

}  // namespace timbre::training
