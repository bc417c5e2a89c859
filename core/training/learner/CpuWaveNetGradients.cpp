#include "training/learner/CpuWaveNetGradients.h"

#include <ATen/ATen.h>

#include "training/learner/BatchTensors.h"

namespace timbre::training {

CpuWaveNetGradients::CpuWaveNetGradients(const GradientSetup& setup)
    : setup_(setup),
      kernels_(std::get<model::WaveNetConfig>(setup.config), setup.specs, setup.threads) {}

void CpuWaveNetGradients::bind(const ParameterStore& vectors, const at::Tensor& gradients) {
  vectors_ = &vectors;
  gradients_ = gradients;
}

BatchInputs CpuWaveNetGradients::inputsOf(const at::Tensor& weights) const {
  BatchInputs inputs;
  inputs.weights = weights.data_ptr<float>();
  if (setup_.pitchRows.defined())
    inputs.pitchRows = {setup_.pitchRows.data_ptr<float>(),
                        static_cast<std::size_t>(setup_.pitchRows.numel())};
  return inputs;
}

double CpuWaveNetGradients::learn(const Batch& batch, std::optional<double>) {
  BatchInputs inputs = inputsOf(vectors_->weights);
  inputs.gradients = gradients_.data_ptr<float>();
  const int hop = std::get<model::WaveNetConfig>(setup_.config).hop;
  const at::Tensor wanted =
      setup_.usesSpectralAux ? spectraOf(batch, setup_.device, hop) : at::Tensor();
  if (wanted.defined()) inputs.spectra = wanted.data_ptr<float>();
  if (setup_.together)
    inputs.complete = [this](std::ptrdiff_t from, std::ptrdiff_t to) {
      setup_.together->beginMean(gradients_.narrow(0, from, to - from));
    };
  return kernels_.run(inputs, batch).nats;
}

double CpuWaveNetGradients::measure(const Batch& batch) {
  return kernels_.run(inputsOf(vectors_->averages), batch).nats;
}

}  // namespace timbre::training
