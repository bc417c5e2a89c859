/// What a model costs by its sizes alone.
#pragma once

#include "base/Units.h"
#include "model/ModelConfig.h"

namespace timbre::studies {

/// Multiply-adds of a second of sound, by counting. Those of the baseline are its note's, shared
/// over 4 s, without Griffin-Lim.
struct ModelCost {
  double encode = 0;
  double decode = 0;
};
ModelCost costOf(const model::ModelConfig& config);

}  // namespace timbre::studies
