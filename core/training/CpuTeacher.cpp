#include "training/CpuTeacher.h"

#include <algorithm>
#include <thread>

#include "training/PitchSpread.h"

namespace timbre::training {

struct CpuTeacher::Worker {
  Worker(const model::WaveNetConfig& config, const Layout& layout, int samples)
      : net(config, layout, samples) {}
  CpuWaveNet net;
  std::vector<float> gradients;
  CpuLosses losses;
};

CpuTeacher::CpuTeacher(const model::WaveNetConfig& config,
                       const std::vector<model::TensorSpec>& specs, int threads)
    : config_(config),
      layout_(specs),
      kernels_(trainingKernelsHere().front()),
      threads_(threads),
      turned_(static_cast<std::size_t>(layout_.size())) {}
CpuTeacher::~CpuTeacher() = default;

void CpuTeacher::prepare(int workers, int samples, bool learns) {
  if (samples != samples_) workers_.clear();
  samples_ = samples;
  while (static_cast<int>(workers_.size()) < workers)
    workers_.push_back(std::make_unique<Worker>(config_, layout_, samples));
  if (!learns) return;
  for (std::size_t i = 1; i < static_cast<std::size_t>(workers);
       ++i)  // the first one writes to the caller's
    workers_[i]->gradients.assign(static_cast<std::size_t>(layout_.size()), 0.0f);
}

void CpuTeacher::runWorker(Worker& worker, int number, int workers, const Lesson& lesson,
                           const Batch& batch) {
  LayerMath math{kernels_, lesson.weights, turned_.data(), nullptr};
  if (lesson.gradients) math.gradients = number == 0 ? lesson.gradients : worker.gradients.data();
  worker.losses = {};
  const std::ptrdiff_t spectra =
      static_cast<std::ptrdiff_t>(batch.samples / config_.hop) * kHintBands;
  for (int i = number; i < batch.count; i += workers) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i) * batch.samples;
    CpuCrop crop;
    crop.classes = batch.classes.data() + at;
    if (!batch.heard.empty()) crop.heard = batch.heard.data() + at;
    if (!lesson.pitchRows.empty())
      crop.pitch = lesson.pitchRows.data() + batch.pitch[static_cast<std::size_t>(i)] * kKeys;
    if (lesson.spectra) crop.spectra = lesson.spectra + i * spectra;
    const CpuLosses losses = worker.net.run(math, crop, 1.0 / batch.count);
    worker.losses.nats += losses.nats / batch.count;
    worker.losses.hint += losses.hint / batch.count;
  }
}

CpuLosses CpuTeacher::run(const Lesson& lesson, const Batch& batch) {
  const int workers = std::min(threads_, batch.count);
  prepare(workers, batch.samples, lesson.gradients != nullptr);
  if (lesson.gradients) {
    std::fill_n(lesson.gradients, layout_.size(), 0.0f);
    layout_.turn(lesson.weights, turned_.data());
  }
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < workers; ++i)
      others.emplace_back(
          [&, i] { runWorker(*workers_[static_cast<std::size_t>(i)], i, workers, lesson, batch); });
    runWorker(*workers_[0], 0, workers, lesson, batch);
  }
  CpuLosses sum;
  for (std::size_t i = 0; i < static_cast<std::size_t>(workers); ++i) {
    sum.nats += workers_[i]->losses.nats;
    sum.hint += workers_[i]->losses.hint;
    if (lesson.gradients && i > 0)
      kernels_->sumRows(workers_[i]->gradients.data(), lesson.gradients, 1,
                        static_cast<int>(layout_.size()));
  }
  return sum;
}

}  // namespace timbre::training
