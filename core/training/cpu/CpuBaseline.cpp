#include "training/cpu/CpuBaseline.h"

#include <algorithm>

#include "base/ParallelFor.h"
#include "training/cpu/CpuBaselineWorker.h"

namespace timbre::training {
namespace {

constexpr float kLeak = 0.1f;

int halved(int size, int stride) {
  return (size + stride - 1) / stride;
}

}  // namespace

bool CpuBaseline::fits(const model::BaselineConfig& config) {
  return 128 % (config.divide * kChannels) == 0 && config.z % kChannels == 0;
}

/// `plane`: what goes in, in the big plane's fields; becomes what comes out.
void CpuBaseline::addLayer(const char* side, const model::BaselineLayer& layer, PlaneShape& plane) {
  const bool up = std::string_view(side) == "decoder";
  const int in = plane.bigChannels, out = layer.channels;
  const std::string scope(layer.scope),
      prefix = std::string(side) + "/" + scope + "_Layer/" + scope + "/";
  plane.kernel = layer.kernel;
  plane.strideHeight = layer.strideHeight;
  plane.strideWidth = layer.strideWidth;
  plane.smallChannels = up ? in : out;
  plane.bigChannels = up ? out : in;
  plane.height = up ? plane.bigHeight : halved(plane.bigHeight, layer.strideHeight);
  plane.width = up ? plane.bigWidth : halved(plane.bigWidth, layer.strideWidth);
  if (up) plane.bigHeight *= layer.strideHeight, plane.bigWidth *= layer.strideWidth;
  layers_.push_back({PlaneWeights(plane, up || !layers_.empty()), up,
                     layer.scope == "z" ? 1.0f : kLeak, offsets_->at.at(prefix + "weights"),
                     offsets_->at.at(prefix + "BatchNorm/beta"),
                     offsets_->at.at(prefix + "BatchNorm/moving_mean"),
                     offsets_->at.at(prefix + "BatchNorm/moving_variance")});
  if (!up) plane.bigHeight = plane.height, plane.bigWidth = plane.width;
  plane.bigChannels = out;
}

CpuBaseline::CpuBaseline(const model::BaselineConfig& config, int threads)
    : config_(config),
      kernels_(trainingKernelsHere().front()),
      threads_(static_cast<std::size_t>(threads)),
      offsets_(std::make_unique<BaselineOffsets>()) {
  for (const auto& spec : tensorsOf(model::ModelConfig(config))) {
    std::ptrdiff_t count = 1;
    for (const auto size : spec.shape) count *= size;
    offsets_->at[spec.name] = offsets_->size;
    offsets_->size += count;
  }
  PlaneShape plane;
  plane.bigHeight = kPictureHeight, plane.bigWidth = kPictureWidth, plane.bigChannels = 1;
  const auto add = [&](const char* side, model::BaselineLayer layer) {
    layer.channels /= config.divide;
    addLayer(side, layer, plane);
  };
  for (const auto& layer : model::kBaselineEncoder) add("encoder", layer);
  addLayer("encoder", {"z", 1, 1, 1, config.z}, plane);
  plane.bigChannels = config.condition();
  for (const auto& layer : model::kBaselineDecoder) add("decoder", layer);
}
CpuBaseline::~CpuBaseline() = default;

void CpuBaseline::sumGradients(float* gradients) const {
  const float one = 1;
  const std::ptrdiff_t size = offsets_->size, whole = size / kChannels * kChannels;
  for (std::size_t i = 1; i < workers_.size(); ++i) {
    const float* const from = workers_[i]->ownGradients();
    if (!from) continue;
    kernels_->pictures.combine(&from, &one, 1, gradients, whole);
    for (std::ptrdiff_t at = whole; at < size; ++at) gradients[at] += from[at];
  }
}

double CpuBaseline::run(const BaselineBatchInputs& inputs) {
  const auto count = std::min(threads_, static_cast<std::size_t>(inputs.count));
  while (workers_.size() < count)
    workers_.push_back(std::make_unique<CpuBaselineWorker>(layers_, *offsets_, config_, *kernels_));
  for (auto& layer : layers_) layer.weights.take(inputs.weights + layer.weight, *kernels_);
  if (inputs.gradients) std::fill_n(inputs.gradients, offsets_->size, 0.0f);
  ThreadSum sums(count);
  runTogether(count, [&](std::size_t i) {
    try {
      workers_[i]->run(inputs, i, count, sums);
    } catch (...) {
      sums.leave(i);
      throw;
    }
  });
  double loss = 0;
  for (std::size_t i = 0; i < count; ++i) loss += workers_[i]->loss();
  if (inputs.gradients) sumGradients(inputs.gradients);
  return loss;
}

}  // namespace timbre::training
