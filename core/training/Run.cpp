#include "training/Run.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <thread>

#include "base/Log.h"
#include "training/Schedule.h"

namespace timbre::training {

namespace {

constexpr int kMostRetreats = 8;
constexpr int kMostCoresAStep = 4;  // unless a batch is asked for
constexpr auto kBetweenLooks = std::chrono::milliseconds(50);
constexpr int kLooksForRoom = 20;  // then a full disk is tried again

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

}  // namespace

/// On a CPU it is the number of steps that counts, so a step takes as little as keeps the cores
/// busy.
int Run::usualBatch() const {
  if (!waveNet()) return std::clamp(notes_.trainedCount() / ranks_.size, 1, 8);
  if (learner_->onGpu()) return 32;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(request_.threads > 0 ? request_.threads : cores, 1, kMostCoresAStep);
}

CropRule Run::rule() const {
  const int count = request_.batch > 0 ? request_.batch : usualBatch();
  return {.count = count,
          .first = ranks_.rank * count,
          .samples = waveNet() ? request_.crop : kNoteSamples,
          .attacks = compact() && request_.tricks.attacks,
          .history = waveNet() && compact() && request_.tricks.history,
          .levelDb = compact() ? request_.tricks.levelDb : 0,
          .cents = compact() ? request_.tricks.cents : 0,
          .semitones = compact() ? request_.tricks.semitones : 0,
          .seed = request_.seed};
}

/// More than there is to draw from would only be the same again.
Result<void> Run::checkBatch() const {
  const CropRule batch = rule();
  const std::int64_t wanted = static_cast<std::int64_t>(batch.count) * ranks_.size;
  const std::int64_t there =
      static_cast<std::int64_t>(notes_.trainedCount()) * (kNoteSamples / batch.samples);
  if (wanted <= there) return {};
  return fail(ErrorCode::BadFormat, "A batch of " + std::to_string(wanted) +
                                        " is larger than the set, which has " +
                                        std::to_string(there) + (waveNet() ? " crops" : " notes") +
                                        " to train on; say a smaller --batch or bring more notes");
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
                                           .threads = request_.threads,
                                           .ranks = ranks_});
  if (!learner) return tl::unexpected(std::move(learner.error()));
  learner_ = std::move(*learner);
  if (auto fits = checkBatch(); !fits) return fits;
  if (folder_)
    if (auto restored = restore(); !restored) return restored;
  std::array numbers{secondsBefore_, meanLoss_, rateScale_};
  if (auto shared = learner_->share(numbers); !shared) return shared;
  secondsBefore_ = numbers[0];
  meanLoss_ = numbers[1];
  rateScale_ = numbers[2];
  return learner_->remember();
}

/// The folder's state, or the weights to begin with.
Result<void> Run::restore() {
  if (!folder_->hasState())
    return request_.init.empty() ? Result<void>() : learner_->startFrom(request_.init);
  const auto metadata = learner_->load(folder_->state());
  if (!metadata) return tl::unexpected(metadata.error());
  secondsBefore_ = numberIn(*metadata, "seconds", 0);
  meanLoss_ = numberIn(*metadata, "mean_loss", -1);
  rateScale_ = numberIn(*metadata, "rate_scale", 1);
  return {};
}

Result<void> Run::save() {
  if (!folder_) return {};
  savedAt_ = secondsNow();
  const double seconds = secondsBefore_ + savedAt_ - began_;
  const std::map<std::string, std::string> more{{"seconds", exactly(seconds)},
                                                {"mean_loss", exactly(meanLoss_)},
                                                {"rate_scale", exactly(rateScale_)}};
  if (auto saved = learner_->save(folder_->state(), more); !saved) return saved;
  return learner_->writeModel(folder_->weights(), {{"step", std::to_string(learner_->steps())}});
}

/// A state that cannot be written is no reason to stop: the one before is still there.
Result<void> Run::saveOrSay() {
  const auto saved = onceThereIsRoom([&] { return save(); });
  if (!saved && ears_.cancelled()) return saved;
  const bool said = unsaved_;
  unsaved_ = !saved;
  if (saved || said) return {};
  return report(
      "The state could not be written; the one before is kept and the training goes on: " +
      saved.error().message);
}

/// A full disk is waited for: room may be made. The clock stands still meanwhile.
Result<void> Run::onceThereIsRoom(const std::function<Result<void>()>& write) {
  auto written = write();
  if (written || written.error().code != ErrorCode::NoSpace) return written;
  const auto say = [&](std::string remark) {
    logWarning("{}", remark);
    ears_.reported({.step = learner_->steps(), .loss = meanLoss_, .remark = std::move(remark)});
  };
  say("The disk is full. The training waits until there is room for " + folder_->path().string());
  while (!written && written.error().code == ErrorCode::NoSpace) {
    const double since = secondsNow();
    for (int look = 0; look < kLooksForRoom; ++look) {
      if (ears_.cancelled()) return written;
      std::this_thread::sleep_for(kBetweenLooks);
    }
    const double waited = secondsNow() - since;
    for (double* time : {&began_, &reportedAt_, &savedAt_, &heldOutAt_}) *time += waited;
    written = write();
  }
  if (written) say("There is room again. The training resumes");
  return written;
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

/// The notes cannot be read on: what was learnt until now is kept.
Result<void> Run::notesGone(const Error& error) {
  (void)save();
  return tl::unexpected(error);
}

Result<void> Run::oneStep(double part) {
  const double rate = rateScale_ * rateAt(request_, config_, learner_->steps(), part);
  // After a retreat other crops are drawn, else the same ones would lead to the same end.
  CropRule drawn = rule();
  drawn.seed += static_cast<std::uint64_t>(std::lround(-std::log2(rateScale_))) << 32;
  const auto batch = draw(notes_, notes_.trained, drawn, learner_->steps());
  if (!batch) return notesGone(batch.error());
  const auto loss = learner_->step(*batch, rate);
  if (!loss) return tl::unexpected(loss.error());
  if (!std::isfinite(*loss)) return retreat();
  meanLoss_ = meanLoss_ < 0 ? *loss : 0.98 * meanLoss_ + 0.02 * *loss;
  return {};
}

Run::Moment Run::momentHere() const {
  const double now = secondsNow();
  Moment here;
  here.cancelled = ears_.cancelled();
  here.finished = (request_.steps > 0 && learner_->steps() >= request_.steps) || partDone() >= 1;
  here.report = now - reportedAt_ >= request_.reportSeconds && learner_->steps() > reportedStep_;
  here.save = now - savedAt_ >= request_.checkpointSeconds && learner_->steps() > firstStep_;
  here.part = partOfAll();
  return here;
}

/// Rank 0's moment; cancelled as soon as any process is.
Result<Run::Moment> Run::agree() {
  const Moment here = momentHere();
  if (ranks_.size == 1) return here;
  const double weight = ranks_.first() ? ranks_.size : 0;
  std::array numbers{here.cancelled ? 1.0 : 0.0, weight * here.finished, weight * here.report,
                     weight * here.save, weight * here.part};
  if (auto met = learner_->mean(numbers); !met) return tl::unexpected(met.error());
  return Moment{numbers[0] > 0, numbers[1] > 0, numbers[2] > 0, numbers[3] > 0, numbers[4]};
}

void Run::advance() {
  const double all = static_cast<double>(std::max<std::int64_t>(1, request_.steps - firstStep_));
  const double taken = static_cast<double>(learner_->steps() - firstStep_);
  ears_.advanced(std::clamp(std::max(request_.steps > 0 ? taken / all : 0, partDone()), 0.0, 1.0));
}

Result<void> Run::loop() {
  began_ = reportedAt_ = savedAt_ = secondsNow();
  heldOutAt_ = began_ - 1e6;  // the first report measures it
  firstStep_ = reportedStep_ = learner_->steps();
  for (;;) {
    const auto now = agree();
    if (!now) return tl::unexpected(now.error());
    if (now->report && !now->finished) {
      if (auto said = report(); !said) return said;
      if (auto kept = learner_->remember(); !kept) return kept;
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
  heldOutAt_ = began_ - 1e6;  // and so does the last
  if (auto said = report(); !said) return said;
  return onceThereIsRoom([&] { return save(); });
}

}  // namespace timbre::training
