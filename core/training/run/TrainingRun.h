/// One call of the trainer: its loop, its checkpoints, its reports. No torch here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ProcessRank.h"
#include "model/TrainRequest.h"
#include "training/data/Crops.h"
#include "training/data/Notes.h"
#include "training/learner/Trainer.h"
#include "training/run/HeldOutMeter.h"
#include "training/run/RunFolder.h"
#include "training/run/TrainingClock.h"

namespace timbre::training {

/// With several processes each has one; rank 0's has the folder and decides.
class TrainingRun {
 public:
  /// `folder`: rank 0's.
  TrainingRun(const model::TrainRequest& request, const model::ModelConfig& config,
              const ProcessRank& process, model::TrainingObserver& observer,
              std::optional<RunFolder> folder)
      : request_(request),
        config_(config),
        process_(process),
        observer_(observer),
        folder_(std::move(folder)),
        clock_(request.minutes) {}

  /// Loads the notes and the weights, waits for the other processes.
  Result<void> prepare();
  /// Runs to the end that the request names; Cancelled after the checkpoint has been written.
  Result<void> loop();

 private:
  /// What all processes do at a step.
  struct Conditions {
    bool cancelled = false, finished = false, report = false, save = false;
    double part = 0;  ///< of the schedule, where it goes by the clock
  };
  bool waveNet() const { return std::holds_alternative<model::WaveNetConfig>(config_); }
  bool compact() const { return request_.recipe == "compact"; }
  int usualBatch() const;
  CropRule rule() const;
  Result<void> checkBatch() const;
  Result<void> restore();
  Conditions pollConditions() const;
  Result<Conditions> agree();
  Result<void> oneStep(double part);
  Result<void> notesGone(const Error& error);
  Result<void> rollBack();
  void advance();
  Result<void> report(std::string remark = {});
  Result<void> save();
  Result<void> saveOrSay();
  Result<void> onceThereIsRoom(const std::function<Result<void>()>& write);

  model::TrainRequest request_;
  model::ModelConfig config_;
  ProcessRank process_;
  model::TrainingObserver& observer_;
  std::optional<RunFolder> folder_;
  Notes notes_;
  std::unique_ptr<Trainer> trainer_;
  TrainingClock clock_;
  HeldOutMeter heldOut_;
  double meanLoss_ = -1;
  double rateScale_ = 1;
  int rollBacks_ = 0;
  bool unsaved_ = false;  ///< the last checkpoint could not be written, and that was reported
  std::int64_t firstStep_ = 0;
  double reportedAt_ = 0, savedAt_ = 0;
  std::int64_t reportedStep_ = 0;
  double secondsAStep_ = 1;  ///< between the last two reports
};

}  // namespace timbre::training
