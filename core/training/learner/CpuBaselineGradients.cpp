#include "training/learner/CpuBaselineGradients.h"

#include <ATen/ATen.h>

#include "training/learner/BatchTensors.h"

namespace timbre::training {

CpuBaselineGradients::CpuBaselineGradients(const GradientSetup& setup)
    : setup_(setup), kernels_(std::get<model::BaselineConfig>(setup.config), setup.threads) {}

void CpuBaselineGradients::bind(const ParameterStore& vectors, const at::Tensor& gradients) {
  vectors_ = &vectors;
  gradients_ = gradients;
}

/// With what is the same whether or not anything is learnt.
double CpuBaselineGradients::run(const Batch& batch, BaselineBatchInputs inputs) {
  const at::Tensor seen = picturesOf(batch, setup_.device);
  inputs.count = batch.count;
  inputs.pictures = seen.data_ptr<float>();
  inputs.pitch = batch.pitch.data();
  if (setup_.pitchRows.defined())
    inputs.pitchRows = {setup_.pitchRows.data_ptr<float>(),
                        static_cast<std::size_t>(setup_.pitchRows.numel())};
  return kernels_.run(inputs);
}

double CpuBaselineGradients::learn(const Batch& batch, std::optional<double> forget) {
  BaselineBatchInputs inputs;
  inputs.weights = vectors_->weights.data_ptr<float>();
  inputs.gradients = gradients_.data_ptr<float>();
  if (forget) {
    inputs.statistics = vectors_->weights.data_ptr<float>();
    inputs.forget = *forget;
  }
  const double loss = run(batch, inputs);
  if (setup_.together) setup_.together->beginMean(gradients_);
  return loss;
}

double CpuBaselineGradients::measure(const Batch& batch) {
  BaselineBatchInputs inputs;
  inputs.weights = vectors_->averages.data_ptr<float>();
  return run(batch, inputs);
}

}  // namespace timbre::training
