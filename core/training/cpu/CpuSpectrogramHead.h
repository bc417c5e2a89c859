/// The last 1 x 1 of the baseline, which makes brightness of channels, and its loss. No torch here.
#pragma once

#include <vector>

#include "training/cpu/CpuBaselineLayer.h"

namespace timbre::training {

/// On one of the threads.
class CpuSpectrogramHead {
 public:
  /// Its numbers begin at `weights` and `bias` of the model's; `channels` come in.
  CpuSpectrogramHead(std::ptrdiff_t weights, std::ptrdiff_t bias, int channels,
                     const TrainingKernels& kernels)
      : weights_(weights), bias_(bias), channels_(channels), kernels_(kernels) {}

  /// x [notes x 512 x 256 x channels], pictures [notes x 512 x 256]: its part of the mean loss. The
  /// logits' gradients are kept for backward().
  double forward(const BaselinePart& part, const float* x, const float* pictures);
  /// Before the first backward() of a call.
  void beginBackward();
  /// Some rows of the gradient of x, from the kept ones of the logits.
  void backward(const BaselinePart& part, const float* x, std::ptrdiff_t begin, int rows,
                float* gradient);
  /// Adds what was learnt to the part's gradients.
  void finishBackward(const BaselinePart& part) const;

 private:
  std::ptrdiff_t weights_, bias_;
  int channels_;
  const TrainingKernels& kernels_;
  std::vector<float> logits_;
  std::vector<double> learnt_;  ///< gradients of the weights, then of the bias
};

}  // namespace timbre::training
