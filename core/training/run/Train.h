/// Training either model on a folder of notes. No torch here.
#pragma once

#include "base/Result.h"
#include "model/TrainRequest.h"

namespace timbre::training {

/// Trains until the steps or minutes asked for are done, or until cancelled; see TrainRequest for
/// the run's folder. A run that is told to go on continues bit by bit as if it had not been
/// interrupted (on a CPU, with as many threads). NotFound without notes, BadFormat for a request
/// that makes no sense or a run of another configuration, Unsupported for a device that is not
/// there, Cancelled after the state has been written. Not for the GUI thread. Throws nothing.
Result<void> train(const model::TrainRequest& request, model::TrainingObserver& observer);

}  // namespace timbre::training
