/// Either model's gradients by LibTorch's own differentiation, on any device.
#pragma once

#include <variant>

#include "model/nets/BaselineNet.h"
#include "model/nets/WaveNet.h"
#include "training/learner/GradientBuckets.h"
#include "training/learner/GradientSource.h"

namespace timbre::training {

class TorchGradients final : public GradientSource {
 public:
  explicit TorchGradients(const GradientSetup& setup) : setup_(setup) {}
  void bind(const ParameterStore& vectors, const at::Tensor& gradients) override;
  double learn(const Batch& batch, std::optional<double> forget) override;
  double measure(const Batch& batch) override;

 private:
  using Net = std::variant<model::nets::WaveNet, model::nets::BaselineNet>;
  Net netOf(const model::nets::Weights& weights) const;
  at::Tensor loss(const Net& with, const Batch& batch) const;
  at::Tensor waveNetLoss(const model::nets::WaveNet& net, const Batch& batch,
                         const at::Tensor& pitch) const;

  GradientSetup setup_;
  at::Tensor gradients_;
  std::optional<Net> net_, averageNet_;
  std::unique_ptr<GradientBuckets> buckets_;
};

}  // namespace timbre::training
