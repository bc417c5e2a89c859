/// What computes the gradients that a model learns from. Needs LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <optional>

#include "model/ModelConfig.h"
#include "training/data/Crops.h"
#include "training/learner/ParameterStore.h"
#include "training/learner/ProcessGroup.h"

namespace timbre::training {

/// What stays as it is throughout a training.
struct GradientSetup {
  model::ModelConfig config;
  Specs specs;  ///< the model's tensors, then those of the auxiliary loss
  at::Device device{at::kCPU};
  at::Tensor pitchRows;              ///< [128, 128]; undefined where the model has no pitch
  bool usesSpectralAux = false;      ///< whether the auxiliary loss is used
  int threads = 1;                   ///< of our own kernels
  ProcessGroup* together = nullptr;  ///< null: alone
};

/// Throws what LibTorch throws.
class GradientSource {
 public:
  virtual ~GradientSource() = default;
  /// From now on with these vectors, which outlive this or the next call.
  virtual void bind(const ParameterStore& vectors, const at::Tensor& gradients) = 0;
  /// Sets the gradients to those of the batch; with several processes it starts their mean.
  /// Returns the loss without the auxiliary loss. `forget`: how much of the normalisation's
  /// statistics the batch replaces; nothing: they are held.
  virtual double learn(const Batch& batch, std::optional<double> forget) = 0;
  /// The loss of the moving averages; changes nothing.
  virtual double measure(const Batch& batch) = 0;
};

/// Our own kernels where they know the model and the device, unless `plain`; else LibTorch's
/// operations.
std::unique_ptr<GradientSource> makeGradientSource(const GradientSetup& setup, bool plain);

}  // namespace timbre::training
