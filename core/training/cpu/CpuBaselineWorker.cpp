#include "training/cpu/CpuBaselineWorker.h"

#include <algorithm>

namespace timbre::training {
namespace {

void grow(std::vector<float>& memory, std::ptrdiff_t size) {
  if (memory.size() < static_cast<std::size_t>(size)) memory.resize(static_cast<std::size_t>(size));
}

std::optional<std::ptrdiff_t> pitchTable(const model::BaselineConfig& config,
                                         const BaselineOffsets& offsets) {
  if (!config.pitchConditioned) return {};
  return offsets.at.at("decoder/PitchEmbedding/embedding_weights");
}

}  // namespace

CpuBaselineWorker::CpuBaselineWorker(const std::vector<CpuBaselineLayer>& layers,
                                     const BaselineOffsets& offsets,
                                     const model::BaselineConfig& config,
                                     const TrainingKernels& kernels)
    : layers_(layers),
      size_(offsets.size),
      kernels_(&kernels),
      planes_(kernels),
      pitch_(config, pitchTable(config, offsets), kernels),
      head_(offsets.at.at("decoder/mag_Layer/mag/weights"),
            offsets.at.at("decoder/mag_Layer/mag/biases"), layers.back().channels(), kernels),
      outs_(layers.size()),
      learnt_(layers.size()) {
  for (const auto& layer : layers) norms_.emplace_back(layer, kernels);
}

void CpuBaselineWorker::run(const BaselineBatchInputs& inputs, std::size_t number, std::size_t of,
                            ThreadSum& threads) {
  const auto border = [&](std::size_t i) {
    return static_cast<int>(static_cast<std::size_t>(inputs.count) * i / of);
  };
  part_ = {&inputs, &threads, number, border(number), border(number + 1) - border(number), nullptr};
  prepare();
  forward();
  loss_ = head_.forward(part_, outs_.back().data(), in(0));
  if (part_.gradients) backward();
}

void CpuBaselineWorker::prepare() {
  own_.clear();
  if (part_.thread == 0) {
    part_.gradients = part_.inputs->gradients;
  } else if (part_.inputs->gradients) {
    own_.assign(static_cast<std::size_t>(size_), 0.0f);
    part_.gradients = own_.data();
  }
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    grow(outs_[i], part_.count * layers_[i].out());
    if (part_.gradients) learnt_[i].assign(layers_[i].weights.learntSize(), 0.0f);
  }
  if (!part_.gradients) return;
  grow(gradient_, part_.count * layers_.back().out());
  grow(next_, part_.count * layers_.back().out());
}

const float* CpuBaselineWorker::in(std::size_t layer) const {
  if (layer == 0)
    return part_.inputs->pictures +
           std::ptrdiff_t{1} * part_.first * kPictureHeight * kPictureWidth;
  return layer == kEncoderLayers ? pitch_.out() : outs_[layer - 1].data();
}

void CpuBaselineWorker::forward() {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (i == kEncoderLayers) pitch_.forward(part_, outs_[i - 1].data());
    PlaneTask task;
    task.count = part_.count;
    (layers_[i].up ? task.small : task.big) = in(i);
    (layers_[i].up ? task.bigOut : task.smallOut) = outOf(i);
    planes_.run(layers_[i].weights, task);
    norms_[i].forward(part_, outOf(i));
  }
}

void CpuBaselineWorker::backward() {
  head_.beginBackward();
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const CpuBaselineLayer& layer = layers_[i];
    std::function<void(std::ptrdiff_t, int)> fill;
    if (i + 1 == layers_.size())
      fill = [&](std::ptrdiff_t begin, int rows) {
        head_.backward(part_, outOf(i), begin, rows, gradient_.data());
      };
    norms_[i].backward(part_, outOf(i), gradient_.data(), fill);
    PlaneTask task;
    task.count = part_.count;
    task.small = layer.up ? in(i) : gradient_.data();
    task.big = layer.up ? gradient_.data() : in(i);
    if (i > 0) (layer.up ? task.smallOut : task.bigOut) = next_.data();
    const bool tiled = layer.weights.tiled();
    task.learnt = tiled ? learnt_[i].data() : part_.gradients + layer.weight;
    planes_.run(layer.weights, task);
    if (tiled) layer.weights.learn(learnt_[i].data(), part_.gradients + layer.weight, *kernels_);
    std::swap(gradient_, next_);
    if (i == kEncoderLayers) pitch_.backward(part_, gradient_.data());
  }
  head_.finishBackward(part_);
}

}  // namespace timbre::training
