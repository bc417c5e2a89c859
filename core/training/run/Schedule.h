/// How the learning rate goes down. No torch here.
#pragma once

#include <cstdint>

#include "model/ModelConfig.h"
#include "model/TrainRequest.h"

namespace timbre::training {

/// "paper": the WaveNet's table (2e-4 falling in six steps over 250,000), the baseline's constant
/// 1e-4, stretched to scheduleSteps and scaled to `rate`. "compact": up over 200 steps to 1e-3
/// (5e-4 for the baseline), then down half a cosine to a fiftieth. `part`: for a cosine without any
/// number of steps to go by, how much of the allowed time has passed, in [0, 1].
double rateAt(const model::TrainRequest& request, const model::ModelConfig& config,
              std::int64_t step, double part);

}  // namespace timbre::training
