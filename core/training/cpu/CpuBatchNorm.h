/// Batch normalisation with a leaky rectifier behind it, on the threads of a CPU. No torch here.
#pragma once

#include <functional>
#include <vector>

#include "training/cpu/CpuBaselineLayer.h"

namespace timbre::training {

/// That of one layer, on one of the threads: rows [channels] of its own notes, statistics over all
/// of them.
class CpuBatchNorm {
 public:
  /// The layer outlives this.
  CpuBatchNorm(const CpuBaselineLayer& layer, const TrainingKernels& kernels);

  /// x becomes leaky(normalised x). With statistics in the lesson the batch's own are used, which
  /// the kept ones follow; else the kept ones.
  void forward(const BaselinePart& part, float* x);
  /// From forward()'s result y: the gradient of it becomes that of x, and beta's is added to.
  /// `fill(first row, rows)` is called for each chunk before its gradient is read; may be empty.
  void backward(const BaselinePart& part, const float* y, float* gradient,
                const std::function<void(std::ptrdiff_t, int)>& fill);

 private:
  std::ptrdiff_t rows(const BaselinePart& part) const { return part.count * layer_.places(); }
  double allRows(const BaselinePart& part) const;
  NormRow row() const;
  void take(const BaselinePart& part, const double* mean, const double* variance);
  void takeKept(const BaselinePart& part);
  void measure(const BaselinePart& part, const float* x);
  void backThroughStatistics(const BaselinePart& part, const float* y, float* gradient,
                             std::vector<double>& sums, std::vector<double>& tilts);

  const CpuBaselineLayer& layer_;
  const TrainingKernels& kernels_;
  std::vector<float> scale_, shift_;
};

}  // namespace timbre::training
