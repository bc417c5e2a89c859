#include "training/learner/TorchGradients.h"

#include <ATen/ATen.h>

#include <vector>

#include "training/learner/BatchTensors.h"
#include "training/learner/SpectralAuxLoss.h"

namespace timbre::training {

using model::nets::BaselineNet;
using model::nets::WaveNet;
using model::nets::Weights;

TorchGradients::Net TorchGradients::netOf(const Weights& weights) const {
  if (const auto* sizes = std::get_if<model::WaveNetConfig>(&setup_.config)) {
    WaveNet made(*sizes, weights);
    made.setHalf(setup_.device.is_cuda());
    made.setPitchRows(setup_.pitchRows);
    return made;
  }
  BaselineNet made(std::get<model::BaselineConfig>(setup_.config), weights);
  made.setPitchRows(setup_.pitchRows);
  return made;
}

/// Every tensor that is trained finds its gradient in the vector of all.
void TorchGradients::bind(const ParameterStore& vectors, const at::Tensor& gradients) {
  gradients_ = gradients;
  Weights live = tensorsIn(vectors.weights, setup_.specs);
  const Weights slots = tensorsIn(gradients_, setup_.specs);
  std::vector<at::Tensor> leaves;
  std::vector<std::int64_t> offsets;
  std::int64_t at = 0;
  for (const auto& spec : setup_.specs) {
    at::Tensor& tensor = live[spec.name];
    if (spec.trained) {
      tensor.requires_grad_(true);
      tensor.mutable_grad() = slots.find(spec.name)->second;
      leaves.push_back(tensor);
      offsets.push_back(at);
    }
    at += tensor.numel();
  }
  net_.emplace(netOf(live));
  averageNet_.emplace(netOf(tensorsIn(vectors.averages, setup_.specs)));
  if (setup_.together)
    buckets_ = std::make_unique<GradientBuckets>(leaves, offsets, gradients_, *setup_.together);
}

at::Tensor TorchGradients::waveNetLoss(const WaveNet& net, const Batch& batch,
                                       const at::Tensor& pitch) const {
  const at::Tensor classes = classesOf(batch, setup_.device).to(at::kLong);
  const at::Tensor x = (classes.to(at::kFloat) - 128) / 128;
  const auto told = const_cast<float*>(batch.heard.data());
  const at::Tensor heard =
      batch.heard.empty()
          ? x
          : at::from_blob(told, {batch.count, batch.samples}, at::kFloat).to(setup_.device);
  const at::Tensor z = net.encode(x);
  const at::Tensor nats = net.loss(classes, pitch, z, heard);
  if (!setup_.usesSpectralAux || !at::GradMode::is_enabled()) return nats.unsqueeze(0);
  const int hop = std::get<model::WaveNetConfig>(setup_.config).hop;
  return at::stack({nats, spectralAuxLoss(net.weights(), z, spectraOf(batch, setup_.device, hop))});
}

/// Nats, and the auxiliary loss where it is used.
at::Tensor TorchGradients::loss(const Net& with, const Batch& batch) const {
  const auto numbers = const_cast<std::int64_t*>(batch.pitch.data());
  const at::Tensor pitch = at::from_blob(numbers, {batch.count}, at::kLong).to(setup_.device);
  if (const auto* wave = std::get_if<WaveNet>(&with)) return waveNetLoss(*wave, batch, pitch);
  return std::get<BaselineNet>(with).loss(picturesOf(batch, setup_.device), pitch).unsqueeze(0);
}

double TorchGradients::learn(const Batch& batch, std::optional<double> forget) {
  if (auto* baseline = std::get_if<BaselineNet>(&*net_))
    baseline->setTraining(forget.has_value(), 1 - forget.value_or(0));
  gradients_.zero_();
  if (buckets_) buckets_->begin();
  const at::Tensor both = loss(*net_, batch);
  both.sum().backward();
  if (buckets_) buckets_->end();
  return both[0].item<double>();
}

double TorchGradients::measure(const Batch& batch) {
  return loss(*averageNet_, batch)[0].item<double>();
}

}  // namespace timbre::training
