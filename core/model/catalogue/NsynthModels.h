/// Titles and capabilities of the paper's two models.
#pragma once

#include "base/Result.h"
#include "model/ModelCard.h"
#include "model/SafeTensors.h"

namespace timbre::model {

/// See ModelKind::describe.
Result<void> describeWaveNet(const SafeTensors& file, ModelCard& card);
Result<void> describeBaseline(const SafeTensors& file, ModelCard& card);

}  // namespace timbre::model
