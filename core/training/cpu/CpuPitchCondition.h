/// The pitch behind the baseline's embedding. No torch here.
#pragma once

#include <optional>
#include <vector>

#include "training/cpu/CpuBaselineLayer.h"

namespace timbre::training {

/// On one of the threads.
class CpuPitchCondition {
 public:
  /// The pitch table starts at offset `table` of the model's parameters; none where the model has
  /// no pitch.
  CpuPitchCondition(const model::BaselineConfig& config, std::optional<std::ptrdiff_t> table,
                    const TrainingKernels& kernels)
      : z_(config.z), condition_(config.condition()), table_(table), kernels_(kernels) {}

  /// z [notes x z] -> [notes x condition], the embedding and what is learnt of the pitch; valid
  /// until the next call.
  const float* forward(const BaselinePart& part, const float* z);
  const float* out() const { return out_.data(); }
  /// The gradient of out(), [notes x condition], becomes that of z, [notes x z] in its place; the
  /// table's is added to.
  void backward(const BaselinePart& part, float* gradient) const;

 private:
  void add(const BaselinePart& part, int note, float* to) const;
  void learn(const BaselinePart& part, int note, const float* gradient) const;

  int z_, condition_;
  std::optional<std::ptrdiff_t> table_;
  const TrainingKernels& kernels_;
  std::vector<float> out_;
};

}  // namespace timbre::training
