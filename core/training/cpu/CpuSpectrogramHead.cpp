#include "training/cpu/CpuSpectrogramHead.h"

namespace timbre::training {
namespace {

/// How much a frequency's error counts.
float importance(int frequency) {
  return frequency < 256 ? 10 - 9 * static_cast<float>(frequency) / 255 : 1;
}

}  // namespace

double CpuSpectrogramHead::forward(const BaselinePart& part, const float* x,
                                   const float* pictures) {
  const auto size = static_cast<std::size_t>(part.count) * kPictureHeight * kPictureWidth;
  if (logits_.size() < size) logits_.resize(size);
  const float* const weights = part.inputs->weights + weights_;
  const float bias = part.inputs->weights[bias_];
  const double all = static_cast<double>(part.inputs->count) * kPictureHeight * kPictureWidth;
  double sum = 0;
  for (int row = 0; row < part.count * kPictureHeight; ++row) {
    const std::ptrdiff_t at = std::ptrdiff_t{1} * row * kPictureWidth;
    float* const logits = logits_.data() + at;
    kernels_.pictures.brightness(x + at * channels_, weights, bias, logits, kPictureWidth,
                                 channels_);
    sum += kernels_.pictures.compare(logits, pictures + at, importance(row % kPictureHeight),
                                     static_cast<float>(1 / all), kPictureWidth);
  }
  return sum / all;
}

void CpuSpectrogramHead::beginBackward() {
  learnt_.assign(static_cast<std::size_t>(channels_) + 1, 0.0);
}

void CpuSpectrogramHead::backward(const BaselinePart& part, const float* x, std::ptrdiff_t begin,
                                  int rows, float* gradient) {
  std::vector<float> learnt(static_cast<std::size_t>(channels_));
  kernels_.pictures.brightnessBack(x + begin * channels_, logits_.data() + begin,
                                   part.inputs->weights + weights_, gradient + begin * channels_,
                                   learnt.data(), rows, channels_);
  for (std::size_t c = 0; c < learnt.size(); ++c) learnt_[c] += learnt[c];
  for (int i = 0; i < rows; ++i) learnt_.back() += logits_[static_cast<std::size_t>(begin + i)];
}

void CpuSpectrogramHead::finishBackward(const BaselinePart& part) const {
  float* const weights = part.gradients + weights_;
  for (std::size_t c = 0; c + 1 < learnt_.size(); ++c) weights[c] += static_cast<float>(learnt_[c]);
  part.gradients[bias_] += static_cast<float>(learnt_.back());
}

}  // namespace timbre::training
