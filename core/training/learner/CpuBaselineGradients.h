/// The baseline's gradients by our own kernels. Needs LibTorch, for its pictures.
#pragma once

#include "training/cpu/CpuBaseline.h"
#include "training/learner/GradientSource.h"

namespace timbre::training {

class CpuBaselineGradients final : public GradientSource {
 public:
  /// Of a model that CpuBaseline::fits().
  explicit CpuBaselineGradients(const GradientSetup& setup);
  void bind(const ParameterStore& vectors, const at::Tensor& gradients) override;
  double learn(const Batch& batch, std::optional<double> forget) override;
  double measure(const Batch& batch) override;

 private:
  double run(const Batch& batch, BaselineBatchInputs inputs);

  GradientSetup setup_;
  CpuBaseline kernels_;
  const ParameterStore* vectors_ = nullptr;
  at::Tensor gradients_;
};

}  // namespace timbre::training
