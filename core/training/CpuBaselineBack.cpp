/// The way back through the baseline.
#include <algorithm>
#include <array>

#include "training/CpuBaselineWorker.h"

namespace timbre::training {

/// Some rows of the gradient of the last layer's result, from that of the logits.
void CpuBaseline::Worker::dim(std::ptrdiff_t begin, int rows) {
  const int channels = layers_.back().channels();
  std::vector<float> learnt(static_cast<std::size_t>(channels));
  kernels_->pictures.brightnessBack(outs_.back().data() + begin * channels, logits_.data() + begin,
                                    lesson_->weights + offset("decoder/mag_Layer/mag/weights"),
                                    gradient_.data() + begin * channels, learnt.data(), rows,
                                    channels);
  for (std::size_t c = 0; c < learnt.size(); ++c) dimmed_[c] += learnt[c];
  for (int i = 0; i < rows; ++i) dimmed_.back() += logits_[static_cast<std::size_t>(begin + i)];
}

/// From the gradient of a layer's result to that of its convolution.
void CpuBaseline::Worker::normaliseBack(std::size_t layer) {
  const auto channels = static_cast<std::size_t>(layers_[layer].channels());
  const int width = static_cast<int>(channels);
  const float* const y = outOf(layer);
  const bool own = lesson_->statistics != nullptr, last = layer + 1 == layers_.size();
  std::vector<double> sums(channels), tilts(channels);
  std::vector<float> products(channels);
  addChunks(rows(layer), sums, [&](std::ptrdiff_t at, int count, float* chunk) {
    if (last) dim(at, count);
    std::fill(products.begin(), products.end(), 0.0f);
    kernels_->pictures.rectifyLeaky(norm(layer), y + at * width, gradient_.data() + at * width,
                                    chunk, own ? products.data() : nullptr, count);
    for (std::size_t c = 0; c < channels; ++c) tilts[c] += products[c];
  });
  float* const beta = gradients_ + layers_[layer].beta;
  for (std::size_t c = 0; c < channels; ++c) beta[c] += static_cast<float>(sums[c]);
  if (own) measureBack(layer, sums, tilts);
}

/// What the statistics being the batch's own does to the gradient.
void CpuBaseline::Worker::measureBack(std::size_t layer, std::vector<double>& sums,
                                      std::vector<double>& tilts) {
  const double all = static_cast<double>(lesson_->count * layers_[layer].places());
  meeting_->sum(share_.number, sums);
  meeting_->sum(share_.number, tilts);
  std::vector<float> mean(sums.size()), tilt(sums.size());
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double shift = lesson_->weights[layers_[layer].beta + static_cast<std::ptrdiff_t>(c)];
    const double slope = (tilts[c] - shift * sums[c]) / all;  // what was rectified less beta
    tilt[c] = static_cast<float>(slope);
    mean[c] = static_cast<float>(sums[c] / all - shift * slope);
  }
  kernels_->pictures.normaliseBack(norm(layer), outOf(layer), mean.data(), tilt.data(),
                                   gradient_.data(), rows(layer));
}

/// Splits the gradient of what the decoder is told.
void CpuBaseline::Worker::learnPitch() {
  for (int n = 0; n < count_; ++n) {
    const float* const from = gradient_.data() + std::ptrdiff_t{1} * n * config_.condition();
    if (config_.pitchConditioned) {
      float* const table = gradients_ + offset("decoder/PitchEmbedding/embedding_weights");
      const auto key = lesson_->pitch[first_ + n];
      const float* const told = from + config_.z;
      const float one = 1;
      if (lesson_->pitchRows.empty())
        kernels_->pictures.combine(&told, &one, 1, table + key * kKeys, kKeys);
      for (int k = 0; k < kKeys && !lesson_->pitchRows.empty(); ++k)
        kernels_->pictures.combine(&told, lesson_->pitchRows.data() + key * kKeys + k, 1,
                                   table + k * kKeys, kKeys);
    }
    std::copy_n(from, config_.z, gradient_.data() + std::ptrdiff_t{1} * n * config_.z);
  }
}

void CpuBaseline::Worker::back() {
  dimmed_.assign(static_cast<std::size_t>(layers_.back().channels()) + 1, 0.0);
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Layer& layer = layers_[i];
    normaliseBack(i);
    PlaneTask task;
    task.count = count_;
    task.small = layer.up ? in(i) : gradient_.data();
    task.big = layer.up ? gradient_.data() : in(i);
    if (i > 0) (layer.up ? task.smallOut : task.bigOut) = next_.data();
    const bool tiled = layer.weights.tiled();
    task.learnt = tiled ? learnt_[i].data() : gradients_ + layer.weight;
    planes_.run(layer.weights, task);
    if (tiled) layer.weights.learn(learnt_[i].data(), gradients_ + layer.weight, *kernels_);
    std::swap(gradient_, next_);
    if (i == kEncoderLayers) learnPitch();
  }
  float* const weights = gradients_ + offset("decoder/mag_Layer/mag/weights");
  for (std::size_t c = 0; c + 1 < dimmed_.size(); ++c) weights[c] += static_cast<float>(dimmed_[c]);
  gradients_[offset("decoder/mag_Layer/mag/biases")] += static_cast<float>(dimmed_.back());
}

}  // namespace timbre::training
