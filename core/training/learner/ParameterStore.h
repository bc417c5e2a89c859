/// All parameters of a model, its averages and moments, each kind in one long vector. Needs
/// LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <vector>

#include "base/Result.h"
#include "model/ModelConfig.h"
#include "model/nets/Weights.h"

namespace timbre::training {

using Specs = std::vector<model::TensorSpec>;

/// The four numbers that each weight has: [N] each.
struct ParameterStore {
  at::Tensor weights, averages, first, second;
  std::array<at::Tensor*, 4> all() { return {&weights, &averages, &first, &second}; }
  ParameterStore clone() const;
};
inline constexpr std::array<const char*, 4> kVectorNames{"weights", "averages", "first_moments",
                                                         "second_moments"};

/// The tensors of a vector under their names; they share its memory.
model::nets::Weights tensorsIn(const at::Tensor& vector, const Specs& specs);
/// Tensors one behind the other.
at::Tensor vectorOf(const model::nets::Weights& weights, const Specs& specs);

/// Settings of Adam.
struct AdamRule {
  double rate = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0;
  double clip = 1;   ///< the gradients are multiplied by it
  double blend = 0;  ///< part of the new weights in their averages
};
/// One step, the first being `step` 1. Where nothing is trained only the averages follow.
void adamStep(ParameterStore& vectors, const at::Tensor& gradients, const Specs& specs,
              const AdamRule& rule, std::int64_t step);

/// Weights to begin with: those of `old` (a model of the same kind) where a tensor has the same
/// shape; in a wider one the old part comes first and `fresh` at 0.3 of its scale fills the rest.
model::nets::Weights grown(model::nets::Weights fresh, const model::ModelConfig& config,
                           const model::nets::Weights& old, const model::ModelConfig& oldConfig);

}  // namespace timbre::training
