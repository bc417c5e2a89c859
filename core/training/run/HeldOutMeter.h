/// What the moving averages of the weights make of notes that are never trained on. No torch here.
#pragma once

#include <vector>

#include "model/TrainRequest.h"
#include "training/data/Crops.h"
#include "training/data/Notes.h"
#include "training/learner/Trainer.h"

namespace timbre::training {

/// Measures as often as takes a small share of the time. One thread.
class HeldOutMeter {
 public:
  /// The next measurement is made, whatever it costs.
  void insist();
  /// This long nothing was trained.
  void standStill(double seconds) { at_ += seconds; }

  /// Fills in `heldOut` and `unseen`, if it is time to; negative where there are no such notes.
  /// `rule`: of the training's batches; `wholeNotes`: they are notes, not crops. Fails as
  /// Trainer::lossOf() and draw().
  Result<void> measure(const Notes& notes, Trainer& trainer, const CropRule& rule, bool wholeNotes,
                       model::TrainReport& said);

 private:
  double at_ = 0;    // when it was measured last, on the TrainingClock
  double cost_ = 0;  // seconds that it took
};

}  // namespace timbre::training
