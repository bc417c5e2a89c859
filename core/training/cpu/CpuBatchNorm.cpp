#include "training/cpu/CpuBatchNorm.h"

#include <algorithm>
#include <cmath>

namespace timbre::training {
namespace {

constexpr double kEpsilon = 1e-3;

}  // namespace

CpuBatchNorm::CpuBatchNorm(const CpuBaselineLayer& layer, const TrainingKernels& kernels)
    : layer_(layer),
      kernels_(kernels),
      scale_(static_cast<std::size_t>(layer.channels())),
      shift_(static_cast<std::size_t>(layer.channels())) {}

double CpuBatchNorm::allRows(const BaselinePart& part) const {
  return static_cast<double>(part.inputs->count * layer_.places());
}

NormRow CpuBatchNorm::row() const {
  return {scale_.data(), shift_.data(), layer_.leak, layer_.channels()};
}

void CpuBatchNorm::take(const BaselinePart& part, const double* mean, const double* variance) {
  const float* const beta = part.inputs->weights + layer_.beta;
  for (std::size_t c = 0; c < scale_.size(); ++c) {
    const double scale = 1 / std::sqrt(variance[c] + kEpsilon);
    scale_[c] = static_cast<float>(scale);
    shift_[c] = static_cast<float>(beta[c] - mean[c] * scale);
  }
}

void CpuBatchNorm::takeKept(const BaselinePart& part) {
  const auto channels = static_cast<std::ptrdiff_t>(scale_.size());
  const float* const mean = part.inputs->weights + layer_.mean;
  const float* const variance = part.inputs->weights + layer_.variance;
  const std::vector<double> means(mean, mean + channels);
  const std::vector<double> variances(variance, variance + channels);
  take(part, means.data(), variances.data());
}

void CpuBatchNorm::measure(const BaselinePart& part, const float* x) {
  const auto channels = static_cast<std::size_t>(layer_.channels());
  const int width = static_cast<int>(channels);
  const double all = allRows(part);
  std::vector<double> mean(channels), variance(channels);
  addChunks(rows(part), mean, [&](std::ptrdiff_t at, int count, float* sums) {
    kernels_.sumRows(x + at * width, sums, count, width);
  });
  part.threads->sum(part.thread, mean);
  std::vector<float> centre(channels);
  for (std::size_t c = 0; c < channels; ++c) centre[c] = static_cast<float>(mean[c] /= all);
  addChunks(rows(part), variance, [&](std::ptrdiff_t at, int count, float* sums) {
    kernels_.pictures.sumSpread(x + at * width, centre.data(), sums, count, width);
  });
  part.threads->sum(part.thread, variance);
  float* const means = part.inputs->statistics + layer_.mean;
  float* const variances = part.inputs->statistics + layer_.variance;
  const auto follow = [&](float& kept, double now) {
    kept += static_cast<float>(part.inputs->forget * (now - kept));
  };
  for (std::size_t c = 0; c < channels; ++c) {
    if (part.thread == 0) {
      follow(means[c], mean[c]);
      follow(variances[c], variance[c] / std::max(1.0, all - 1));
    }
    variance[c] /= all;
  }
  take(part, mean.data(), variance.data());
}

void CpuBatchNorm::forward(const BaselinePart& part, float* x) {
  part.inputs->statistics ? measure(part, x) : takeKept(part);
  kernels_.pictures.normalise(row(), x, rows(part));
}

void CpuBatchNorm::backward(const BaselinePart& part, const float* y, float* gradient,
                            const std::function<void(std::ptrdiff_t, int)>& fill) {
  const auto channels = static_cast<std::size_t>(layer_.channels());
  const int width = static_cast<int>(channels);
  const bool own = part.inputs->statistics != nullptr;
  std::vector<double> sums(channels), tilts(channels);
  std::vector<float> products(channels);
  addChunks(rows(part), sums, [&](std::ptrdiff_t at, int count, float* chunk) {
    if (fill) fill(at, count);
    std::fill(products.begin(), products.end(), 0.0f);
    kernels_.pictures.rectifyLeaky(row(), y + at * width, gradient + at * width, chunk,
                                   own ? products.data() : nullptr, count);
    for (std::size_t c = 0; c < channels; ++c) tilts[c] += products[c];
  });
  float* const beta = part.gradients + layer_.beta;
  for (std::size_t c = 0; c < channels; ++c) beta[c] += static_cast<float>(sums[c]);
  if (own) backThroughStatistics(part, y, gradient, sums, tilts);
}

/// What the statistics being the batch's own does to the gradient.
void CpuBatchNorm::backThroughStatistics(const BaselinePart& part, const float* y, float* gradient,
                                         std::vector<double>& sums, std::vector<double>& tilts) {
  const double all = allRows(part);
  part.threads->sum(part.thread, sums);
  part.threads->sum(part.thread, tilts);
  std::vector<float> mean(sums.size()), tilt(sums.size());
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const double shift = part.inputs->weights[layer_.beta + static_cast<std::ptrdiff_t>(c)];
    const double slope = (tilts[c] - shift * sums[c]) / all;  // what was rectified less beta
    tilt[c] = static_cast<float>(slope);
    mean[c] = static_cast<float>(sums[c] / all - shift * slope);
  }
  kernels_.pictures.normaliseBack(row(), y, mean.data(), tilt.data(), gradient, rows(part));
}

}  // namespace timbre::training
