#include "training/CpuBaselineWorker.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace timbre::training {
namespace {

constexpr double kEpsilon = 1e-3;
constexpr int kHeight = 512, kWidth = 256;

/// How much a frequency's error counts.
float importance(int frequency) {
  return frequency < 256 ? 10 - 9 * static_cast<float>(frequency) / 255 : 1;
}

void grow(std::vector<float>& memory, std::ptrdiff_t size) {
  if (memory.size() < static_cast<std::size_t>(size)) memory.resize(static_cast<std::size_t>(size));
}

}  // namespace

void CpuBaseline::Meeting::sum(std::size_t worker, std::vector<double>& numbers) {
  parts[worker] = &numbers;
  barrier.arrive_and_wait();
  std::vector<double> all(numbers.size());
  for (const auto* part : parts)
    for (std::size_t i = 0; part && i < all.size(); ++i) all[i] += (*part)[i];
  barrier.arrive_and_wait();
  numbers = all;
}

void CpuBaseline::Meeting::leave(std::size_t worker) {
  parts[worker] = nullptr;
  barrier.arrive_and_drop();
}

CpuBaseline::Worker::Worker(const std::vector<Layer>& layers,
                            const std::map<std::string, std::ptrdiff_t>& offsets,
                            std::ptrdiff_t size, const model::BaselineConfig& config,
                            const TrainingKernels& kernels)
    : layers_(layers),
      offsets_(offsets),
      size_(size),
      config_(config),
      kernels_(&kernels),
      planes_(kernels),
      outs_(layers.size()),
      learnt_(layers.size()),
      norms_(layers.size()) {}

void CpuBaseline::Worker::run(const BaselineBatchInputs& inputs, const Share& share,
                              Meeting& meeting) {
  lesson_ = &inputs;
  meeting_ = &meeting;
  share_ = share;
  const auto border = [&](std::size_t i) {
    return static_cast<int>(static_cast<std::size_t>(inputs.count) * i / share.of);
  };
  first_ = border(share.number);
  count_ = border(share.number + 1) - first_;
  prepare();
  forward();
  compare();
  if (gradients_) back();
}

void CpuBaseline::Worker::prepare() {
  own_.clear();
  gradients_ = share_.number == 0 ? lesson_->gradients : nullptr;
  if (lesson_->gradients && share_.number > 0) {
    own_.assign(static_cast<std::size_t>(size_), 0.0f);
    gradients_ = own_.data();
  }
  std::ptrdiff_t most = 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const Layer& layer = layers_[i];
    grow(outs_[i], count_ * layer.out());
    norms_[i].scale.resize(static_cast<std::size_t>(layer.channels()));
    norms_[i].shift.resize(static_cast<std::size_t>(layer.channels()));
    if (gradients_) learnt_[i].assign(layer.weights.learntSize(), 0.0f);
    most = std::max(most, i + 1 < layers_.size() ? layer.out() : 0);
  }
  grow(told_, count_ * config_.condition());
  grow(logits_, std::ptrdiff_t{1} * count_ * kHeight * kWidth);
  if (!gradients_) return;
  grow(gradient_, count_ * layers_.back().out());
  grow(next_, count_ * layers_.back().out());
}

const float* CpuBaseline::Worker::in(std::size_t layer) const {
  if (layer == 0) return lesson_->pictures + std::ptrdiff_t{1} * first_ * kHeight * kWidth;
  return layer == kEncoderLayers ? told_.data() : outs_[layer - 1].data();
}

NormRow CpuBaseline::Worker::norm(std::size_t layer) const {
  return {norms_[layer].scale.data(), norms_[layer].shift.data(), layers_[layer].leak,
          layers_[layer].channels()};
}

void CpuBaseline::Worker::forward() {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (i == kEncoderLayers) tell();
    PlaneTask task;
    task.count = count_;
    (layers_[i].up ? task.small : task.big) = in(i);
    (layers_[i].up ? task.bigOut : task.smallOut) = outOf(i);
    planes_.run(layers_[i].weights, task);
    normalise(i);
  }
}

/// The embedding with what the pitch adds to it.
void CpuBaseline::Worker::tell() {
  const float* const z = outs_[kEncoderLayers - 1].data();
  for (int n = 0; n < count_; ++n) {
    float* const to = told_.data() + std::ptrdiff_t{1} * n * config_.condition();
    std::copy_n(z + std::ptrdiff_t{1} * n * config_.z, config_.z, to);
    if (!config_.pitchConditioned) continue;
    const float* const table =
        lesson_->weights + offset("decoder/PitchEmbedding/embedding_weights");
    const auto key = lesson_->pitch[first_ + n];
    if (lesson_->pitchRows.empty()) {
      std::copy_n(table + key * kKeys, kKeys, to + config_.z);
      continue;
    }
    std::fill_n(to + config_.z, kKeys, 0.0f);
    std::array<const float*, kKeys> rows{};
    for (int k = 0; k < kKeys; ++k) rows[static_cast<std::size_t>(k)] = table + k * kKeys;
    kernels_->pictures.combine(rows.data(), lesson_->pitchRows.data() + key * kKeys, kKeys,
                               to + config_.z, kKeys);
  }
}

void CpuBaseline::Worker::hold(std::size_t layer, const double* mean, const double* variance) {
  const float* const beta = lesson_->weights + layers_[layer].beta;
  Norm& norm = norms_[layer];
  for (std::size_t c = 0; c < norm.scale.size(); ++c) {
    const double scale = 1 / std::sqrt(variance[c] + kEpsilon);
    norm.scale[c] = static_cast<float>(scale);
    norm.shift[c] = static_cast<float>(beta[c] - mean[c] * scale);
  }
}

/// The batch's own statistics, which the kept ones follow.
void CpuBaseline::Worker::measure(std::size_t layer) {
  const auto channels = static_cast<std::size_t>(layers_[layer].channels());
  const int width = static_cast<int>(channels);
  const float* const x = outOf(layer);
  const double all = static_cast<double>(lesson_->count * layers_[layer].places());
  std::vector<double> mean(channels), variance(channels);
  addChunks(rows(layer), mean, [&](std::ptrdiff_t at, int count, float* sums) {
    kernels_->sumRows(x + at * width, sums, count, width);
  });
  meeting_->sum(share_.number, mean);
  std::vector<float> centre(channels);
  for (std::size_t c = 0; c < channels; ++c) centre[c] = static_cast<float>(mean[c] /= all);
  addChunks(rows(layer), variance, [&](std::ptrdiff_t at, int count, float* sums) {
    kernels_->pictures.sumSpread(x + at * width, centre.data(), sums, count, width);
  });
  meeting_->sum(share_.number, variance);
  float* const means = lesson_->statistics + layers_[layer].mean;
  float* const variances = lesson_->statistics + layers_[layer].variance;
  const auto follow = [&](float& kept, double now) {
    kept += static_cast<float>(lesson_->forget * (now - kept));
  };
  for (std::size_t c = 0; c < channels; ++c) {
    if (share_.number == 0) {
      follow(means[c], mean[c]);
      follow(variances[c], variance[c] / std::max(1.0, all - 1));
    }
    variance[c] /= all;
  }
  hold(layer, mean.data(), variance.data());
}

void CpuBaseline::Worker::normalise(std::size_t layer) {
  if (lesson_->statistics) {
    measure(layer);
  } else {
    const auto channels = static_cast<std::ptrdiff_t>(norms_[layer].scale.size());
    const float* const mean = lesson_->weights + layers_[layer].mean;
    const float* const variance = lesson_->weights + layers_[layer].variance;
    const std::vector<double> means(mean, mean + channels);
    const std::vector<double> variances(variance, variance + channels);
    hold(layer, means.data(), variances.data());
  }
  kernels_->pictures.normalise(norm(layer), outOf(layer), rows(layer));
}

/// The loss, and the gradients of the logits in their place.
void CpuBaseline::Worker::compare() {
  const int channels = layers_.back().channels();
  const float* const weights = lesson_->weights + offset("decoder/mag_Layer/mag/weights");
  const float bias = lesson_->weights[offset("decoder/mag_Layer/mag/biases")];
  const double all = static_cast<double>(lesson_->count) * kHeight * kWidth;
  double sum = 0;
  for (int row = 0; row < count_ * kHeight; ++row) {
    const std::ptrdiff_t at = std::ptrdiff_t{1} * row * kWidth;
    float* const logits = logits_.data() + at;
    kernels_->pictures.brightness(outs_.back().data() + at * channels, weights, bias, logits,
                                  kWidth, channels);
    sum += kernels_->pictures.compare(logits, in(0) + at, importance(row % kHeight),
                                      static_cast<float>(1 / all), kWidth);
  }
  loss_ = sum / all;
}

}  // namespace timbre::training
