/// Training either model on a folder of notes. No torch here.
#pragma once

#include "base/Result.h"
#include "model/TrainRequest.h"

namespace timbre::training {

/// Trains for the requested steps or minutes, or until cancelled; see TrainRequest for the run's
/// folder. On a CPU with the same number of threads, a resumed run is bit for bit the uninterrupted
/// one. NotFound without notes, BadFormat for an invalid request or a run of another configuration,
/// Unsupported for an absent device, Cancelled after the checkpoint has been written. Not for the
/// GUI thread. Throws nothing.
Result<void> train(const model::TrainRequest& request, model::TrainingObserver& observer);

}  // namespace timbre::training
