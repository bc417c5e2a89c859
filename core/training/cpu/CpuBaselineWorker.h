/// The forward and backward pass of one thread's notes through the baseline. No torch here.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "training/cpu/CpuBaselineLayer.h"
#include "training/cpu/CpuBatchNorm.h"
#include "training/cpu/CpuPitchCondition.h"
#include "training/cpu/CpuSpectrogramHead.h"

namespace timbre::training {

/// Where each of the model's tensors begins, and how many numbers there are.
struct BaselineOffsets {
  std::map<std::string, std::ptrdiff_t> at;
  std::ptrdiff_t size = 0;
};

/// Keeps what the backward pass needs: about 130 MB / divide for each note.
class CpuBaselineWorker {
 public:
  /// Layers and offsets outlive this.
  CpuBaselineWorker(const std::vector<CpuBaselineLayer>& layers, const BaselineOffsets& offsets,
                    const model::BaselineConfig& config, const TrainingKernels& kernels);
  /// The part of the notes that thread `number` of `of` has. Its gradients are complete after it:
  /// in the lesson's for number 0.
  void run(const BaselineBatchInputs& inputs, std::size_t number, std::size_t of,
           ThreadSum& threads);
  double loss() const { return loss_; }
  /// Null where the last call made none here.
  const float* ownGradients() const { return own_.empty() ? nullptr : own_.data(); }

 private:
  void prepare();
  const float* in(std::size_t layer) const;
  void forward();
  void backward();
  float* outOf(std::size_t layer) { return outs_[layer].data(); }

  const std::vector<CpuBaselineLayer>& layers_;
  std::ptrdiff_t size_;
  const TrainingKernels* kernels_;
  PlaneWorker planes_;
  std::deque<CpuBatchNorm> norms_;
  CpuPitchCondition pitch_;
  CpuSpectrogramHead head_;
  std::vector<std::vector<float>> outs_, learnt_;
  std::vector<float> gradient_, next_, own_;
  double loss_ = 0;
  BaselinePart part_;  ///< of the present call
};

}  // namespace timbre::training
