/// What is wrong with the settings of a training run, known before anything is loaded.
#pragma once

#include <span>

#include "base/Result.h"
#include "model/TrainRequest.h"

namespace timbre::model {

/// NotFound when there are none; BadFormat when a share is negative or all are 0.
Result<void> checkSources(std::span<const TrainingSource> sources);

/// BadFormat, with a sentence, when the configuration cannot be read or a value is outside its
/// range; as checkSources(). Looks at no file.
Result<void> checkTrainRequest(const TrainRequest& request);

}  // namespace timbre::model
