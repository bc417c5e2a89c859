/// The baseline's loss and gradients on a CPU, several times faster than with LibTorch's
/// operations, and the same within rounding. No torch here.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/ModelConfig.h"
#include "training/cpu/CpuConvolution.h"

namespace timbre::training {

/// Inputs and outputs for a batch of the baseline; the vectors are tensorsOf the model, one after
/// another.
struct BaselineBatchInputs {
  const float* weights = nullptr;
  int count = 0;                        ///< of notes
  const float* pictures = nullptr;      ///< [count x 512 x 256]
  const std::int64_t* pitch = nullptr;  ///< [count], each 0 ... 127
  std::span<const float> pitchRows;     ///< [128 x 128], see BatchInputs; empty: one-hot keys
  float* gradients = nullptr;           ///< set; null: only the loss
  /// Where the statistics of normalisation are kept: the weights' own vector. Null: they are held;
  /// else the batch's own are used, and forgotten by `forget` those from before.
  float* statistics = nullptr;
  double forget = 0;
};

struct BaselineOffsets;
struct CpuBaselineLayer;
class CpuBaselineWorker;

/// One call at a time.
class CpuBaseline {
 public:
  /// Whether every number of channels is a multiple of kChannels; others need LibTorch.
  static bool fits(const model::BaselineConfig& config);
  /// `threads` > 0. Throws std::bad_alloc.
  CpuBaseline(const model::BaselineConfig& config, int threads);
  ~CpuBaseline();
  /// The mean loss. The same to the last bit for the same number of threads. Throws
  /// std::bad_alloc.
  double run(const BaselineBatchInputs& inputs);

 private:
  void addLayer(const char* side, const model::BaselineLayer& layer, PlaneShape& plane);
  void sumGradients(float* gradients) const;

  model::BaselineConfig config_;
  const TrainingKernels* kernels_;
  std::size_t threads_;
  std::unique_ptr<BaselineOffsets> offsets_;
  std::vector<CpuBaselineLayer> layers_;
  std::vector<std::unique_ptr<CpuBaselineWorker>> workers_;
};

}  // namespace timbre::training
