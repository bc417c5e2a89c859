/// The WaveNet's gradients by our own kernels. Needs LibTorch, for the spectra of the auxiliary
/// loss.
#pragma once

#include "training/cpu/CpuDataParallel.h"
#include "training/learner/GradientSource.h"

namespace timbre::training {

class CpuWaveNetGradients final : public GradientSource {
 public:
  /// Of a model that CpuWaveNet::fits().
  explicit CpuWaveNetGradients(const GradientSetup& setup);
  void bind(const ParameterStore& vectors, const at::Tensor& gradients) override;
  double learn(const Batch& batch, std::optional<double> forget) override;
  double measure(const Batch& batch) override;

 private:
  BatchInputs inputsOf(const at::Tensor& weights) const;

  GradientSetup setup_;
  CpuDataParallel kernels_;
  const ParameterStore* vectors_ = nullptr;
  at::Tensor gradients_;
};

}  // namespace timbre::training
