/// What a model costs by its sizes alone, and how long it was trained.
#pragma once

#include <cstdint>
#include <optional>

#include "base/Units.h"
#include "model/ModelCard.h"
#include "model/ModelConfig.h"

namespace timbre::studies {

/// Multiply-adds of a second of sound, by counting. Those of the baseline are its note's, shared
/// over 4 s, without Griffin-Lim.
struct ModelCost {
  double encode = 0;
  double decode = 0;
};
ModelCost costOf(const model::ModelConfig& config);

/// The steps of its training, as the weights file has them; nothing where it does not say.
std::optional<std::int64_t> trainingSteps(const model::ModelCard& card);

}  // namespace timbre::studies
