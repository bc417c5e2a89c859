/// Distributes the crops of a batch over the cores of this machine. No torch here.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "training/cpu/CpuWaveNet.h"
#include "training/data/Crops.h"

namespace timbre::training {

/// Inputs and outputs for a batch.
struct BatchInputs {
  const float* weights = nullptr;    ///< as the Layout says
  std::span<const float> pitchRows;  ///< [128 x 128], what each key's condition is; empty: none
  const float* spectra = nullptr;    ///< [count, F, kSpectralAuxBands]; null: no auxiliary loss
  float* gradients = nullptr;        ///< set; null: only the losses
  /// Called for each part [begin, end) of the gradients when it is complete, from the last to the
  /// first, in the same parts every time; on any thread, one at a time.
  std::function<void(std::ptrdiff_t, std::ptrdiff_t)> complete;
};

/// One call at a time.
class CpuDataParallel {
 public:
  /// `threads` > 0. Throws std::bad_alloc.
  CpuDataParallel(const model::WaveNetConfig& config, const std::vector<model::TensorSpec>& specs,
                  int threads);
  ~CpuDataParallel();
  /// The mean losses of the batch, and the gradients of their sum. The same to the last bit for the
  /// same number of threads.
  CpuLosses run(const BatchInputs& inputs, const Batch& batch);

 private:
  struct Worker;
  void completeFrom(std::size_t worker, std::ptrdiff_t offset, const BatchInputs& inputs);
  void prepare(std::size_t workers, int samples, bool learns);
  void runWorker(std::size_t number, const BatchInputs& inputs, const Batch& batch);

  model::WaveNetConfig config_;
  Layout layout_;
  const TrainingKernels* kernels_;
  int threads_;
  int samples_ = 0;
  std::vector<float> turned_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::mutex mutex_;
  std::vector<std::ptrdiff_t> completeFrom_;  ///< each worker's, in this call
  std::ptrdiff_t summedFrom_ = 0;
};

}  // namespace timbre::training
