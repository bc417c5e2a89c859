#include "training/cpu/CpuDataParallel.h"

#include <algorithm>

#include "base/ParallelFor.h"
#include "training/cpu/SoftPitchEncoding.h"

namespace timbre::training {
namespace {

constexpr std::ptrdiff_t kPart = 1 << 18;  // floats

}  // namespace

struct CpuDataParallel::Worker {
  Worker(const model::WaveNetConfig& config, const Layout& layout, int samples)
      : net(config, layout, samples) {}
  CpuWaveNet net;
  std::vector<float> gradients;
  CpuLosses losses;
};

CpuDataParallel::CpuDataParallel(const model::WaveNetConfig& config,
                                 const std::vector<model::TensorSpec>& specs, int threads)
    : config_(config),
      layout_(specs),
      kernels_(trainingKernelsHere().front()),
      threads_(threads),
      turned_(static_cast<std::size_t>(layout_.size())) {}
CpuDataParallel::~CpuDataParallel() = default;

void CpuDataParallel::prepare(std::size_t workers, int samples, bool learns) {
  if (samples != samples_) workers_.clear();
  samples_ = samples;
  while (workers_.size() < workers)
    workers_.push_back(std::make_unique<Worker>(config_, layout_, samples));
  if (!learns) return;
  for (std::size_t i = 1; i < static_cast<std::size_t>(workers);
       ++i)  // the first one writes to the caller's
    workers_[i]->gradients.assign(static_cast<std::size_t>(layout_.size()), 0.0f);
}

/// Sums what every worker has completed, in parts of a megabyte.
void CpuDataParallel::completeFrom(std::size_t worker, std::ptrdiff_t offset,
                                   const BatchInputs& inputs) {
  const std::lock_guard lock(mutex_);
  completeFrom_[worker] = offset;
  const std::ptrdiff_t all = *std::max_element(completeFrom_.begin(), completeFrom_.end());
  const std::ptrdiff_t count = summedFrom_ - all;
  if (count == 0 || (count < kPart && all > 0)) return;
  for (std::size_t i = 1; i < completeFrom_.size(); ++i)
    kernels_->sumRows(workers_[i]->gradients.data() + all, inputs.gradients + all, 1,
                      static_cast<int>(count));
  if (inputs.complete) inputs.complete(all, summedFrom_);
  summedFrom_ = all;
}

void CpuDataParallel::runWorker(std::size_t number, const BatchInputs& inputs, const Batch& batch) {
  Worker& worker = *workers_[number];
  const std::function<void(std::ptrdiff_t)> complete = [&](std::ptrdiff_t offset) {
    completeFrom(number, offset, inputs);
  };
  LayerMath math{kernels_, inputs.weights, turned_.data(), nullptr, nullptr};
  if (inputs.gradients) math.gradients = number == 0 ? inputs.gradients : worker.gradients.data();
  worker.losses = {};
  const std::ptrdiff_t spectra =
      static_cast<std::ptrdiff_t>(batch.samples / config_.hop) * kSpectralAuxBands;
  const int workers = static_cast<int>(completeFrom_.size());
  for (int i = static_cast<int>(number); i < batch.count; i += workers) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i) * batch.samples;
    CpuCrop crop;
    crop.classes = batch.classes.data() + at;
    if (!batch.heard.empty()) crop.heard = batch.heard.data() + at;
    if (!inputs.pitchRows.empty())
      crop.pitch = inputs.pitchRows.data() + batch.pitch[static_cast<std::size_t>(i)] * kKeys;
    if (inputs.spectra) crop.spectra = inputs.spectra + i * spectra;
    if (inputs.gradients && i + workers >= batch.count) math.complete = &complete;
    const CpuLosses losses = worker.net.run(math, crop, 1.0 / batch.count);
    worker.losses.nats += losses.nats / batch.count;
    worker.losses.spectralAux += losses.spectralAux / batch.count;
  }
}

CpuLosses CpuDataParallel::run(const BatchInputs& inputs, const Batch& batch) {
  const auto workers = static_cast<std::size_t>(std::min(threads_, batch.count));
  prepare(workers, batch.samples, inputs.gradients != nullptr);
  completeFrom_.assign(workers, layout_.size());
  summedFrom_ = layout_.size();
  if (inputs.gradients) {
    std::fill_n(inputs.gradients, layout_.size(), 0.0f);
    layout_.turn(inputs.weights, turned_.data());
  }
  runTogether(workers, [&](std::size_t i) { runWorker(i, inputs, batch); });
  CpuLosses sum;
  for (std::size_t i = 0; i < workers; ++i) {
    sum.nats += workers_[i]->losses.nats;
    sum.spectralAux += workers_[i]->losses.spectralAux;
  }
  return sum;
}

}  // namespace timbre::training
